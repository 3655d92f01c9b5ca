import assert from 'node:assert/strict';
import { AppError } from '../../../../../src/core/errors.ts';
import {
  ROW_LIMIT,
  serverNodes,
  type ServersNode,
  type ShownServer,
} from '../../../../../src/vscode/servers/view/serverNodes.ts';
import { shownServer, tool } from './shownServer.ts';

/** The rows below the only server, each in one word, indented by how deep it stands. */
function rowsOf(shown: ShownServer): readonly string[] {
  const words = (node: ServersNode): string => {
    if (node.kind === 'group') return `${node.list} ${node.count} ${node.phase}${node.isStale ? ' stale' : ''}`;
    if (node.kind === 'item') return node.title;
    return node.kind === 'notice' ? `(${node.about})` : node.kind;
  };
  const all = (nodes: readonly ServersNode[], depth: number): readonly string[] =>
    nodes.flatMap((node) => [
      `${' '.repeat(depth)}${words(node)}`,
      ...('children' in node ? all(node.children, depth + 1) : []),
    ]);
  return all(serverNodes([shown])[0]?.children ?? [], 0);
}

const offline = { kind: 'offline', error: new AppError('server_unreachable', { host: 'h' }) } as const;
const endless = new AppError('endless_list', { what: 'tools' });
const ready = { phase: 'ready', items: [] } as const;
const resource = { name: 'all', title: 'All', description: '', icons: [], uri: 'x://all', mimeType: 'text/plain' };
const template = { name: 'one', title: 'One', description: '', icons: [], uriTemplate: 'x://{id}', mimeType: '' };

const CASES: readonly (readonly [string, ShownServer, readonly string[]])[] = [
  ['nobody is signed in', shownServer({}, { account: undefined }), ['(signIn)']],
  ['the sign-in has ended', shownServer({ tools: ready }, { state: { kind: 'signedOut' } }), ['(signIn)']],
  ['it is being connected to', shownServer({}, { state: { kind: 'connecting' }, about: undefined }), ['(loading)']],
  ['it was never reached', shownServer({}, { state: offline, about: undefined }), ['(problem)']],
  ['it offers nothing', shownServer({}), ['(nothing)']],
  [
    'it offers all',
    shownServer({
      tools: { phase: 'ready', items: [tool('a'), tool('b')] },
      prompts: ready,
      resources: { phase: 'ready', items: [resource] },
      templates: { phase: 'ready', items: [template] },
    }),
    ['tools 2 ready', ' a', ' b', 'prompts 0 ready', 'resources 1 ready', ' All', 'templates 1 ready', ' One'],
  ],
  [
    'a list is loaded for the first time',
    shownServer({ tools: { phase: 'loading', items: [] } }),
    ['tools 0 loading', ' (loading)'],
  ],
  [
    'a list is loaded anew',
    shownServer({ tools: { phase: 'loading', items: [tool('a')] } }),
    ['tools 1 loading', ' a'],
  ],
  [
    'a list has no end',
    shownServer({ tools: { phase: 'failed', items: [tool('a')], error: endless } }),
    ['tools 1 failed', ' (problem)', ' a'],
  ],
  [
    'it is away',
    shownServer({ tools: { phase: 'ready', items: [tool('a')] } }, { state: offline }),
    ['(problem)', 'tools 1 ready stale', ' a'],
  ],
  [
    'it is away, and was asked all the same',
    shownServer(
      { tools: { phase: 'failed', items: [tool('a')], error: offline.error }, prompts: { ...ready, phase: 'failed' } },
      { state: offline },
    ),
    ['(problem)', 'tools 1 ready stale', ' a', 'prompts 0 failed stale'],
  ],
  [
    'it lists more than anybody reads',
    shownServer({ tools: { phase: 'ready', items: Array.from({ length: ROW_LIMIT + 5 }, () => tool('a')) } }),
    [`tools ${ROW_LIMIT + 5} ready`, ...Array.from({ length: ROW_LIMIT }, () => ' a'), ' (more)'],
  ],
];

describe('serverNodes', () => {
  for (const [what, shown, rows] of CASES) it(`shows where ${what}`, () => assert.deepEqual(rowsOf(shown), rows));

  it('has an id of its own for each row, also where names repeat or are endless', () => {
    const items = [tool('a'), tool('a'), tool('a#2'), tool('a#2'), tool(''), tool('x'.repeat(100_000)), tool('b')];
    const [server] = serverNodes([shownServer({ tools: { phase: 'ready', items } })]);
    const [group] = server?.children ?? [];
    assert.ok(group?.kind === 'group');
    const ids = group.children.map(({ id }) => id);
    assert.equal(new Set(ids).size, items.length);
    assert.ok(ids.every((id) => id.length < 300));
  });

  it('names an item by the key that commands know it by', () => {
    const keys = [
      { tools: { phase: 'ready', items: [tool('a')] } },
      { prompts: { phase: 'ready', items: [{ ...tool('p'), arguments: [] }] } },
      { resources: { phase: 'ready', items: [resource] } },
      { resources: ready, templates: { phase: 'ready', items: [template] } },
    ] as const;
    const found = keys.map((lists) => {
      const groups = serverNodes([shownServer(lists)])[0]?.children ?? [];
      const [item] = groups.flatMap((group) => ('children' in group ? group.children : []));
      return ['tool', 'prompt', 'uri', 'uriTemplate'].filter((key) => item && key in item);
    });
    assert.deepEqual(found, [['tool'], ['prompt'], ['uri'], ['uriTemplate']]);
  });

  it('opens a server at first where it is the only one', () => {
    assert.deepEqual(
      serverNodes([shownServer()]).map(({ isOnly }) => isOnly),
      [true],
    );
    const two = serverNodes([shownServer(), shownServer({}, { serverId: 't' })]);
    assert.deepEqual(
      two.map(({ isOnly }) => isOnly),
      [false, false],
    );
  });
});
