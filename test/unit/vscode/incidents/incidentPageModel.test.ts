import assert from 'node:assert/strict';
import type { IncidentAbilities } from '../../../../src/core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../../src/core/incidents/incidentSource.ts';
import { incidentPageModel } from '../../../../src/vscode/incidents/page/incidentPageModel.ts';
import { type IncidentPageModel, pageModelSchema } from '../../../../src/vscode/incidents/page/pageModel.ts';
import { TextReader } from '../../../../src/vscode/incidents/page/text/textReader.ts';
import { PAGE_WORDS } from './pageWords.ts';

const EVERYTHING: IncidentAbilities = {
  updateFields: ['status', 'severity', 'assignee'],
  canAddNote: true,
  canWhoAmI: true,
};
const NOTHING: IncidentAbilities = { updateFields: [], canAddNote: false, canWhoAmI: false };

function incident(fields: Partial<ShownIncident>): ShownIncident {
  const texts = { id: 'INC-1', title: 'Slow', description: '', severity: 'high', status: 'open', service: '' };
  const people = { assignee: '', createdBy: '', createdAt: '', updatedAt: '' };
  return { ...texts, ...people, tags: [], timeline: [], ...fields };
}

function modelOf(fields: Partial<ShownIncident>, abilities = EVERYTHING, all = false): IncidentPageModel {
  const reader = new TextReader(() => 0);
  const state = { kind: 'saved', text: 'Saved' } as const;
  const read = (texts: readonly string[]) => reader.read(texts);
  return incidentPageModel(incident(fields), { abilities, words: PAGE_WORDS, state, all, read });
}

function changes(status: string, abilities = EVERYTHING): string[] {
  return modelOf({ status }, abilities).actions.changes.map(({ action }) => action);
}

const noteAt = (minute: number, text = 'hm') => {
  return { at: `2026-11-20T09:${String(minute).padStart(2, '0')}:00Z`, author: 'ada', kind: 'note' as const, text };
};

describe('incidentPageModel', () => {
  it('offers what can be done to an incident of its status', () => {
    assert.deepEqual(changes('open'), ['acknowledge', 'resolve', 'assignToMe']);
    assert.deepEqual(changes('investigating'), ['resolve', 'assignToMe']);
    assert.deepEqual(changes('resolved'), ['reopen', 'assignToMe']);
    assert.deepEqual(changes('parked'), ['acknowledge', 'resolve', 'reopen', 'assignToMe']);
  });

  it('offers what the server takes, and no more', () => {
    const model = modelOf({}, NOTHING);
    assert.deepEqual([model.actions.changes, model.severityChoice, model.note], [[], null, null]);
    assert.deepEqual(
      model.actions.others.map(({ action }) => action),
      ['refresh', 'writePostmortem', 'copyId', 'copyLink', 'copyJson'],
    );
    assert.deepEqual(changes('open', { ...NOTHING, updateFields: ['status'] }), ['acknowledge', 'resolve']);
    assert.deepEqual(changes('open', { ...NOTHING, updateFields: ['assignee'] }), []);
    assert.equal(modelOf({}, { ...NOTHING, canAddNote: true }).note?.addAndResolve, '');
    assert.equal(modelOf({}).note?.addAndResolve, 'Add and resolve');
    assert.equal(modelOf({ status: 'resolved' }).note?.addAndResolve, '');
  });

  it('keeps a severity of the server among the choices', () => {
    const values = (severity: string) => modelOf({ severity }).severityChoice?.options.map(({ value }) => value);
    assert.deepEqual(values('high'), ['critical', 'high', 'medium', 'low']);
    assert.deepEqual(values('sev1'), ['sev1', 'critical', 'high', 'medium', 'low']);
  });

  it('leaves out the facts that were not sent, and says that nobody is assigned', () => {
    assert.deepEqual(modelOf({ service: 'checkout' }).facts, [
      { kind: 'text', label: 'ID', value: 'INC-1' },
      { kind: 'text', label: 'Service', value: 'checkout' },
      { kind: 'text', label: 'Assignee', value: 'Nobody' },
    ]);
  });

  it('says nothing of assignees where a server has none', () => {
    const labels = modelOf({}, NOTHING).facts.map(({ label }) => label);
    assert.deepEqual(labels, ['ID']);
    const known = modelOf({ assignee: 'ada' }, NOTHING).facts.map(({ label }) => label);
    assert.deepEqual(known, ['ID', 'Assignee']);
  });

  it('has a title for an incident without one', () => {
    assert.equal(modelOf({ title: '' }).title, 'Untitled');
  });

  it('has the newest entry first, under a key that stays when another comes', () => {
    const before = modelOf({ timeline: [noteAt(1), noteAt(1)] }).timeline.entries.map(({ key }) => key);
    const after = modelOf({ timeline: [noteAt(1), noteAt(1), noteAt(2)] }).timeline.entries.map(({ key }) => key);
    assert.deepEqual(after.slice(1), before);
    assert.equal(new Set(after).size, 3);
  });

  it('shows the beginning of what is long, says so, and shows all when asked to', () => {
    const description = 'A line of words.\n'.repeat(1000);
    const timeline = Array.from({ length: 60 }, (_, minute) => noteAt(minute, 'words '.repeat(1000)));
    const cut = modelOf({ description, timeline });
    assert.ok(JSON.stringify(cut.description.blocks).length < 7000);
    assert.deepEqual(cut.description.rest, { text: 'Longer', showAll: 'Show all' });
    assert.equal(cut.timeline.entries.length, 50);
    assert.deepEqual(cut.timeline.rest, { text: '10 left out', showAll: 'Show all' });
    const all = modelOf({ description, timeline }, EVERYTHING, true);
    assert.ok(JSON.stringify(all.description.blocks).length > 16_000);
    assert.equal(all.timeline.entries.length, 60);
    assert.deepEqual([all.description.rest, all.timeline.rest], [null, null]);
  });

  it('says where the server sent more than is kept', () => {
    const description = `${'x'.repeat(19_999)}…`;
    assert.deepEqual(modelOf({ description }, EVERYTHING, true).description.rest, { text: 'Unknown', showAll: '' });
    const timeline = Array.from({ length: 500 }, (_, at) => noteAt(at % 60));
    assert.deepEqual(modelOf({ timeline }, EVERYTHING, true).timeline.rest, { text: 'Older', showAll: '' });
  });

  it('passes the check that the page makes of it', () => {
    const text = '# a\n- [x] *b*\n  > c\n\n|d|\n|-|\n|[e](https://e.example)|\n\n***\n\n```js\nf\n```';
    const model = modelOf({ description: text, tags: ['eu'], createdAt: noteAt(1).at, timeline: [noteAt(2, text)] });
    assert.deepEqual(pageModelSchema.parse(JSON.parse(JSON.stringify(model))), model);
  });
});
