import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../../src/core/incidents/incidentSource.ts';
import {
  incidentPageModel,
  type PageWords,
  statusAfter,
} from '../../../../src/vscode/incidents/page/incidentPageModel.ts';
import { pageModelSchema } from '../../../../src/vscode/incidents/page/pageModel.ts';

const WORDS: PageWords = {
  actions: {
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    reopen: 'Reopen',
    copyId: 'Copy ID',
    copyJson: 'Copy JSON',
    refresh: 'Refresh',
  },
  actionsLabel: 'Actions',
  factsHeading: 'Details',
  facts: {
    id: 'ID',
    service: 'Service',
    assignee: 'Assignee',
    createdBy: 'Created by',
    createdAt: 'Created',
    updatedAt: 'Updated',
    tags: 'Tags',
  },
  nobody: 'Nobody',
  untitled: 'Untitled',
  descriptionHeading: 'Description',
  noDescription: 'None',
  timelineHeading: 'Timeline',
  noTimeline: 'Nothing',
  severity: (word) => word.toUpperCase(),
  status: (word) => word.toUpperCase(),
  timelineKind: (kind) => kind,
};

function incident(fields: Partial<ShownIncident>): ShownIncident {
  const texts = { id: 'INC-1', title: 'Slow', description: '', severity: 'high', status: 'open', service: '' };
  const people = { assignee: '', createdBy: '', createdAt: '', updatedAt: '' };
  return { ...texts, ...people, tags: [], timeline: [], ...fields };
}

function actions(status: string, canUpdate = true): string[] {
  return incidentPageModel(incident({ status }), { canUpdate, words: WORDS }).buttons.map(({ action }) => action);
}

describe('incidentPageModel', () => {
  it('offers what can be done to an incident of its status', () => {
    const always = ['refresh', 'copyId', 'copyJson'];
    assert.deepEqual(actions('open'), ['acknowledge', 'resolve', ...always]);
    assert.deepEqual(actions('investigating'), ['resolve', ...always]);
    assert.deepEqual(actions('resolved'), ['reopen', ...always]);
    assert.deepEqual(actions('parked'), ['acknowledge', 'resolve', 'reopen', ...always]);
  });

  it('offers no change where the server takes none', () => {
    assert.deepEqual(actions('open', false), ['refresh', 'copyId', 'copyJson']);
  });

  it('leaves out the facts that were not sent, and says that nobody is assigned', () => {
    const { facts } = incidentPageModel(incident({ service: 'checkout' }), { canUpdate: true, words: WORDS });
    assert.deepEqual(facts, [
      { kind: 'text', label: 'ID', value: 'INC-1' },
      { kind: 'text', label: 'Service', value: 'checkout' },
      { kind: 'text', label: 'Assignee', value: 'Nobody' },
    ]);
  });

  it('has a title for an incident without one', () => {
    assert.equal(incidentPageModel(incident({ title: '' }), { canUpdate: true, words: WORDS }).title, 'Untitled');
  });

  it('passes the check that the page makes of it', () => {
    const timeline = [{ at: '2026-11-20T09:12:00Z', author: 'ada', kind: 'note' as const, text: '*hm*' }];
    const full = incident({ description: '- a', tags: ['eu'], createdAt: '2026-11-20T09:12:00Z', timeline });
    const model = incidentPageModel(full, { canUpdate: true, words: WORDS, busy: 'Saving', problem: 'No' });
    assert.deepEqual(pageModelSchema.parse(JSON.parse(JSON.stringify(model))), model);
  });
});

describe('statusAfter', () => {
  it('says which status an action gives', () => {
    assert.deepEqual((['acknowledge', 'resolve', 'reopen', 'refresh', 'copyId'] as const).map(statusAfter), [
      'investigating',
      'resolved',
      'open',
      undefined,
      undefined,
    ]);
  });
});
