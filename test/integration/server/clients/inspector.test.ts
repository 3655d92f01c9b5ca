import assert from 'node:assert/strict';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { incidentSchema } from '../../../../src/shared/incident.ts';
import { inspect, type InspectorAnswer } from '../../support/inspector.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

const namedSchema = z.array(z.looseObject({ name: z.string() }));
const createdSchema = z.object({ structuredContent: z.object({ incident: incidentSchema }) });
const contentsSchema = z.object({ contents: z.array(z.object({ text: z.string() })) });
const promptSchema = z.object({ messages: z.tuple([z.object({ content: z.object({ text: z.string() }) })]) });

const ERAS = [
  { era: 'legacy', greeting: 'initialize' },
  { era: 'modern', greeting: 'server/discover' },
] as const;

for (const { era, greeting } of ERAS) {
  describe(`the inspector's command line in the ${era} era`, () => {
    let issuer: TokenIssuer;
    let server: RunningServer;
    let token: string;
    let lines: string[];

    before(async () => {
      lines = [];
      issuer = await startTokenIssuer();
      server = await startServer({ ...issuer, log: (line) => lines.push(line) });
      token = await issuer.token();
    });
    after(async () => {
      await server.close();
      await issuer.close();
    });

    async function resultOf(method: string, ...parameters: string[]): Promise<Record<string, unknown>> {
      const answer: InspectorAnswer = await inspect({ url: server.url, era, token }, method, ...parameters);
      assert.ok('result' in answer && answer.code === 0, JSON.stringify(answer));
      return answer.result;
    }
    const namesOf = (listed: unknown) => namedSchema.parse(listed).map(({ name }) => name);

    it('lists what there is', async () => {
      const { tools } = await resultOf('tools/list');
      assert.ok(namesOf(tools).includes('list_incidents'));
      assert.deepEqual(namesOf((await resultOf('resources/list'))['resources']), ['all-incidents']);
      assert.deepEqual(namesOf((await resultOf('resources/templates/list'))['resourceTemplates']), ['incident']);
      const { prompts } = await resultOf('prompts/list');
      assert.deepEqual(namesOf(prompts).toSorted(), ['triage_incidents', 'write_postmortem']);
      assert.ok(lines.some((line) => line.includes(`"call":"${greeting}"`)));
    });

    it('finds no error in the tools that a model might stumble over', async () => {
      const { tools } = await resultOf('tools/list', '--strict');
      assert.equal(namesOf(tools).length, 5);
    });

    it('creates an incident, reads it and has it triaged', async () => {
      const given = ['--tool-name', 'create_incident', '--tool-arg', 'title=Login fails', 'severity=high'];
      const { incident } = createdSchema.parse(await resultOf('tools/call', ...given)).structuredContent;
      assert.deepEqual([incident.title, incident.severity], ['Login fails', 'high']);
      const read = contentsSchema.parse(await resultOf('resources/read', '--uri', `incidents://${incident.id}`));
      assert.match(read.contents[0]?.text ?? '', /"title": "Login fails"/);
      const focus = ['--prompt-name', 'triage_incidents', '--prompt-args', 'focus=patterns'];
      const { messages } = promptSchema.parse(await resultOf('prompts/get', ...focus));
      assert.match(messages[0].content.text, /Login fails/);
    });

    it('says that it has to sign in where it has no token', async () => {
      const answer = await inspect({ url: server.url, era }, 'tools/list');
      assert.ok('error' in answer && answer.code !== 0);
      assert.equal(answer.error.code, 'auth_required');
    });
  });
}
