import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { Listeners } from '../../../../src/core/listeners.ts';
import type { ConnectOptions } from '../../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../../src/core/mcp/connection.ts';
import type { Elicitation, UrlElicitation } from '../../../../src/core/mcp/requests/elicitation.ts';
import type { SamplingRequest } from '../../../../src/core/mcp/requests/sampling.ts';
import type { ServerRequests } from '../../../../src/core/mcp/requests/serverRequests.ts';
import { startAskingServer } from '../../../peers/askingServer.ts';
import type { WireQuestion } from '../../../peers/askingServer.ts';
import { startStatelessAskingServer } from '../../../peers/statelessAskingServer.ts';
import { connectTo, realEffects } from '../../support/connectTo.ts';
import { formOf, modelFor, pageAt, PRIMITIVES } from '../../support/questions.ts';

/** A server of one era, told what to ask in its one tool. */
interface Asker {
  readonly url: string;
  ask(question: WireQuestion): void;
  close(): Promise<void>;
}

const ERAS: readonly { readonly era: string; readonly start: () => Promise<Asker> }[] = [
  {
    era: '2025-11-25',
    start: async () => {
      const server = await startAskingServer();
      return { ...server, ask: (question) => void server.tools.set('ask', [{ ask: question }]) };
    },
  },
  {
    era: '2026-07-28',
    start: async () => {
      const server = await startStatelessAskingServer();
      const ask = (question: WireQuestion): void => void (server.questions = { it: question });
      return { url: server.url, close: () => server.close(), ask };
    },
  },
];

for (const { era, start } of ERAS) {
  describe(`what a server of ${era} asks`, () => {
    let asker: Asker;
    let connection: McpConnection;

    async function connect(requests: ServerRequests, options: Partial<ConnectOptions> = {}): Promise<void> {
      connection = await connectTo(asker.url, { requests, ...options });
      assert.equal(connection.protocolVersion, era);
    }

    /** What the server was told, as it says. */
    async function answerTo(question: WireQuestion): Promise<unknown> {
      asker.ask(question);
      const { content, isError } = await connection.callTool('ask', {});
      const [part] = content;
      assert.ok(part?.type === 'text' && !isError, JSON.stringify(content));
      const told: unknown = JSON.parse(part.text);
      return typeof told === 'object' && told !== null && 'it' in told ? told.it : told;
    }

    beforeEach(async () => {
      asker = await start();
    });
    afterEach(async () => {
      await connection.close();
      await asker.close();
    });

    it('as a form comes with all kinds of fields, and is answered', async () => {
      const asked: Elicitation[] = [];
      const content = { count: 2, severalTitled: ['a', 'b'] };
      await connect({ elicit: async (form) => (asked.push(form), { action: 'accept', content }) });
      const told = await answerTo(formOf(PRIMITIVES, 'Who\u202e\nis it?'));
      assert.equal(asked[0]?.message, 'Who\nis it?');
      assert.deepEqual(
        asked[0].fields.map(({ name, type, required }) => [name, type, required]),
        [
          ['count', 'integer', true],
          ['name', 'string', false],
          ['share', 'number', false],
          ['sure', 'boolean', false],
          ['plain', 'enum', false],
          ['named', 'enum', false],
          ['titled', 'enum', false],
          ['several', 'multi', false],
          ['severalTitled', 'multi', false],
        ],
      );
      const titles = asked[0].fields.filter(({ choices }) => choices.length > 0);
      assert.deepEqual(
        titles.map(({ choices }) => choices.map(({ title }) => title).join(' ')),
        ['low high', 'Low High', 'Low High', 'a b c', 'Ay Bee'],
      );
      const defaults = { name: 'a@example.com', sure: true, several: ['a'] };
      assert.deepEqual(told, { action: 'accept', content: { ...defaults, ...content } });
    });

    for (const action of ['decline', 'cancel'] as const) {
      it(`as a form may get the answer ${action}`, async () => {
        await connect({ elicit: async () => ({ action }) });
        assert.deepEqual(await answerTo(formOf(PRIMITIVES)), { action });
      });
    }

    it('as a form with more fields than anybody fills in is declined unseen', async () => {
      const lines: string[] = [];
      await connect({ elicit: () => assert.fail('It was shown') }, { effects: realEffects(lines) });
      const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, { type: 'string' }]));
      assert.deepEqual(await answerTo(formOf(many)), { action: 'decline' });
      assert.ok(lines.includes('Test asked for a form that cannot be filled in: declined'));
    });

    it('as a form with values within values is never shown', async () => {
      await connect({ elicit: () => assert.fail('It was shown') });
      const nested = { count: { type: 'object', properties: { inner: { type: 'string' } } } };
      const told = await answerTo(formOf(nested)).catch((error: unknown) => error);
      assert.ok(told instanceof AppError || JSON.stringify(told).includes('Invalid elicitation'), JSON.stringify(told));
    });

    it('as a page is shown with its whole address, and nothing is fetched from it', async () => {
      const asked: UrlElicitation[] = [];
      await connect({ elicitUrl: async (page) => (asked.push(page), 'accept') });
      const address = 'https://login.example/authorize?state=a%26b#there';
      assert.deepEqual(await answerTo(pageAt(address)), { action: 'accept' });
      assert.deepEqual([asked[0]?.url.href, asked[0]?.message], [address, 'Sign in there']);
    });

    const refused = [
      'javascript:alert(1)',
      'command:workbench.action.quit',
      'file:///etc/passwd',
      'http://example.com/',
      'https://bank.example@evil.example/',
      'vscode://incident-desk.incident-desk/callback',
      `https://example.com/${'a'.repeat(3000)}`,
    ];
    for (const address of refused) {
      it(`as a page at ${address.slice(0, 60)} is declined unseen`, async () => {
        await connect({ elicitUrl: () => assert.fail('It was shown') });
        assert.deepEqual(await answerTo(pageAt(address)), { action: 'decline' });
      });
    }

    it('of a language model is answered with what the model said', async () => {
      const asked: SamplingRequest[] = [];
      const sample = async (request: SamplingRequest) => {
        asked.push(request);
        return { text: 'Because. STOP and more', model: 'large', isCut: true };
      };
      await connect({ sample });
      const image = { type: 'image', mimeType: 'image/png', data: 'AAAA' };
      const told = await answerTo(
        modelFor({
          systemPrompt: 'Be brief',
          messages: [
            { role: 'user', content: { type: 'text', text: 'Why?' } },
            { role: 'user', content: image },
          ],
          modelPreferences: { hints: [{ name: 'large' }, {}] },
          stopSequences: ['STOP'],
          includeContext: 'allServers',
        }),
      );
      assert.deepEqual(asked, [
        {
          systemPrompt: 'Be brief',
          messages: [
            { role: 'user', parts: [{ type: 'text', text: 'Why?' }] },
            { role: 'user', parts: [{ type: 'image', mimeType: 'image/png', base64: 'AAAA' }] },
          ],
          hints: ['large'],
          maxTokens: 100,
          stopSequences: ['STOP'],
        },
      ]);
      const content = { type: 'text', text: 'Because. ' };
      assert.deepEqual(told, { role: 'assistant', content, model: 'large', stopReason: 'stopSequence' });
    });

    it('of the folders is answered with those on this computer', async () => {
      const folders = [
        { uri: 'file:///home/ada/shop', name: 'shop' },
        { uri: 'https://elsewhere.example/', name: 'elsewhere' },
      ];
      await connect({ roots: { list: async () => folders, onDidChange: new Listeners<void>().listen } });
      assert.deepEqual(await answerTo({ method: 'roots/list', params: {} }), { roots: folders.slice(0, 1) });
    });
  });
}
