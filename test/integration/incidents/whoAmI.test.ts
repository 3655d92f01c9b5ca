import assert from 'node:assert/strict';
import { createIncidentSource } from '../../../src/core/incidents/createIncidentSource.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';

function text(value: unknown): object {
  return { content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }] };
}

/** Asks twice, so that it shows whether the server is asked twice. */
async function whoBy(answer: object): Promise<{ who: readonly (string | undefined)[]; server: FaultyServer }> {
  const server = await startFaultyServer({
    'tools/list': () => ({ tools: [{ name: 'get_me', inputSchema: { type: 'object' } }] }),
    'tools/call': () => answer,
  });
  const connection = await connectTo(server.url);
  try {
    const source = await createIncidentSource({ connection, server: 'Test' });
    return { who: [await source.whoAmI(), await source.whoAmI()], server };
  } finally {
    await connection.close();
    await server.close();
  }
}

describe('Who the person is to a server', () => {
  const answers: readonly (readonly [string, object, string | undefined])[] = [
    ['structured content', { content: [], structuredContent: { user_id: 'ada' } }, 'ada'],
    ['JSON as text', text({ user_id: 'ada', uid: '00u1' }), 'ada'],
    ['a subject', text({ sub: 'ada' }), 'ada'],
    ['a mail address', text({ email: 'ada@example.com', sub: '' }), 'ada@example.com'],
    ['a login below the user', text({ user: { id: 7, login: 'ada' } }), 'ada'],
    ['prose', text('You are Ada.'), undefined],
    ['no word of it', text({ name: 'Ada' }), undefined],
    ['hidden characters', text({ user_id: 'a\u202eda\u0007' }), 'ada'],
  ];

  for (const [what, answer, expected] of answers) {
    it(`is read from ${what}`, async () => {
      assert.deepEqual((await whoBy(answer)).who, [expected, expected]);
    });
  }

  it('is asked once', async () => {
    const { server } = await whoBy(text({ user_id: 'ada' }));
    assert.equal(server.received.filter(({ method }) => method === 'tools/call').length, 1);
  });
});
