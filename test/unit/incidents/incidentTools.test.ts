import assert from 'node:assert/strict';
import { incidentUri } from '../../../src/core/incidents/incidentResources.ts';
import {
  changeArguments,
  createArguments,
  createFieldsOf,
  incidentTools,
  noteArguments,
} from '../../../src/core/incidents/incidentTools.ts';
import { filteredHere, listArguments } from '../../../src/core/incidents/listArguments.ts';
import { shownIncidents } from '../../../src/core/incidents/shownIncident.ts';
import type { Json } from '../../../src/core/mcp/connection.ts';
import type { ToolDescription } from '../../../src/core/mcp/descriptions.ts';

function tool(name: string, ...names: readonly string[]): ToolDescription {
  const text = { type: 'string' };
  const schemaOf = (argument: string): Json => (argument === 'tags' ? { type: 'array', items: text } : text);
  const properties: Json = Object.fromEntries(names.map((argument) => [argument, schemaOf(argument)]));
  const inputSchema = { type: 'object', properties };
  return { name, title: name, description: '', icons: [], inputSchema, destructive: true, readOnly: false };
}

const NOTE = ['id', 'text'] as const;
const NEW = { title: 'Fire', severity: 'high', description: '', service: 'db', tags: ['a'] };

describe('the tools of a server for incidents', () => {
  it('are found by name', () => {
    const found = incidentTools([tool('list_incidents', 'limit'), tool('create_incident', 'title'), tool('other')]);
    assert.deepEqual(
      [found.list?.name, found.create?.name, found.update],
      ['list_incidents', 'create_incident', undefined],
    );
  });

  it('change incidents only where they take an id', () => {
    assert.equal(incidentTools([tool('update_incident', 'status')]).update, undefined);
    for (const name of ['id', 'incident_id', 'incidentId']) {
      const { update } = incidentTools([tool('update_incident', name, 'status')]);
      assert.ok(update);
      assert.deepEqual(changeArguments(update, '7', { status: 'open', assignee: 'Ada' }, { key: 'k' }), {
        [name]: '7',
        status: 'open',
      });
    }
  });

  for (const [takes, sent] of [
    [[], {}],
    [['ifUpdatedAt'], { ifUpdatedAt: '2026' }],
    [['ifUpdatedAt', 'idempotencyKey'], { ifUpdatedAt: '2026', idempotencyKey: 'k' }],
  ] as const) {
    it(`change the version that was seen, once, as far as they take that: ${takes.join(', ')}`, () => {
      const { update } = incidentTools([tool('update_incident', 'id', 'status', ...takes)]);
      assert.ok(update);
      const terms = { ifUpdatedAt: '2026', key: 'k' };
      assert.deepEqual(changeArguments(update, '7', { status: 'open' }, terms), { id: '7', status: 'open', ...sent });
    });
  }

  it('are only sent what they take and what is not empty', () => {
    const { create } = incidentTools([tool('create_incident', 'title', 'severity', 'description', 'tags')]);
    assert.ok(create);
    assert.deepEqual(createFieldsOf(create), ['title', 'severity', 'description', 'tags']);
    assert.deepEqual(createArguments(create, NEW), { title: 'Fire', severity: 'high', tags: ['a'] });
    assert.deepEqual(createFieldsOf(undefined), []);
  });

  it('are asked for a page by the arguments they take', () => {
    const query = { severity: 'high', status: '', text: 'fire', limit: 5, cursor: 'c' };
    const asked = (...names: string[]): unknown => {
      const { list } = incidentTools([tool('list_incidents', ...names)]);
      return list && listArguments(list, query);
    };
    assert.deepEqual(asked('severity', 'status', 'text', 'limit', 'cursor'), {
      severity: 'high',
      text: 'fire',
      limit: 5,
      cursor: 'c',
    });
    assert.deepEqual(asked('severity', 'status'), { severity: 'high' });
    assert.deepEqual(asked(), {});
  });
});

describe('filters that a server does not know', () => {
  const incidents = shownIncidents([
    { id: 1, title: 'Fire in the hall', severity: 'high', status: 'open', tags: ['hot'] },
    { id: 2, title: 'Rain', severity: 'low', status: 'resolved', service: 'roof' },
  ]);
  const counts = {
    total: 2,
    bySeverity: { critical: 0, high: 1, medium: 0, low: 1 },
    byStatus: { open: 1, investigating: 0, resolved: 1 },
  };
  const cases = [
    [{ severity: 'HIGH' }, ['1']],
    [{ status: 'resolved' }, ['2']],
    [{ text: 'hot hall' }, ['1']],
    [{ text: 'ROOF' }, ['2']],
    [{ text: 'hot roof' }, []],
    [{ severity: '', text: '' }, ['1', '2']],
  ] as const;
  for (const [query, expected] of cases) {
    it(`are kept here: ${JSON.stringify(query)}`, () => {
      const page = filteredHere({ incidents, nextCursor: 'c' }, query, undefined);
      assert.deepEqual(
        page.incidents.map(({ id }) => id),
        expected,
      );
      assert.equal(page.nextCursor, 'c');
    });
  }

  it('make the counts of the server meaningless', () => {
    assert.equal(filteredHere({ incidents, counts }, { severity: 'low' }, undefined).counts, undefined);
    assert.equal(filteredHere({ incidents, counts }, {}, undefined).counts, counts);
  });
});

describe('the arguments of a note', () => {
  for (const [takes, key] of [
    [NOTE, {}],
    [[...NOTE, 'idempotencyKey'], { idempotencyKey: 'k' }],
  ] as const) {
    it(`bring a key where the tool takes one: ${takes.join(', ')}`, () => {
      const { note } = incidentTools([tool('add_incident_note', ...takes)]);
      assert.ok(note);
      assert.deepEqual(noteArguments(note, '7', 'hm', 'k'), { id: '7', text: 'hm', ...key });
    });
  }
});

describe('the address of an incident', () => {
  const cases = [
    [['incidents://{incident_id}'], 'INC-1', 'incidents://INC-1'],
    [['incidents://incidents/{incident_id}'], '7', 'incidents://incidents/7'],
    [['other://{id}', 'incidents://by-service/{service}', 'incidents://{id}'], '7', 'incidents://7'],
    [['incidents://{incident_id}'], 'a/../b?$&', 'incidents://a%2F..%2Fb%3F%24%26'],
    [['incidents://{service}/{incident_id}', 'incidents://{?id}', 'file:///{id}'], '7', undefined],
    [[], '7', undefined],
  ] as const;
  for (const [templates, id, expected] of cases) {
    it(`is ${expected ?? 'none'} by ${templates.join(', ') || 'no template'}`, () =>
      assert.equal(incidentUri(templates, id), expected));
  }
});
