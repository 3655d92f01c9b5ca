import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { COMMAND_IDS } from '../../../../src/vscode/commands/commandIds.ts';
import { AUTH_PROVIDER_ID, AUTH_PROVIDER_LABEL } from '../../../../src/vscode/auth/provider/providerId.ts';

const root = new URL('../../../../', import.meta.url);
const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string() })),
    authentication: z.array(z.object({ id: z.string(), label: z.string() })),
  }),
});
const textsSchema = z.record(z.string(), z.string());

/** Commands of VS Code itself that its users are led to; the last one it makes of our view. */
const EDITOR_COMMANDS = [
  'workbench.action.openWalkthrough',
  'workbench.action.chat.open',
  'incidentDesk.incidents.focus',
];

describe('The manifest', () => {
  it('declares exactly the commands that the code knows', async () => {
    const { contributes } = manifestSchema.parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
    assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), COMMAND_IDS.toSorted());
  });

  it('declares the authentication provider under the same name', async () => {
    const { contributes } = manifestSchema.parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
    assert.deepEqual(contributes.authentication, [{ id: AUTH_PROVIDER_ID, label: AUTH_PROVIDER_LABEL }]);
  });

  it('has a text for each of its keys, and no text that nothing uses', async () => {
    const manifest = await readFile(new URL('package.json', root), 'utf8');
    const texts = textsSchema.parse(JSON.parse(await readFile(new URL('package.nls.json', root), 'utf8')));
    const keys = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(texts).toSorted());
  });

  it('links only commands that exist from its welcome texts', async () => {
    const texts = await readFile(new URL('package.nls.json', root), 'utf8');
    const linked = [...texts.matchAll(/\(command:([^)?]+)/g)].map(([, command]) => command ?? '');
    const known: readonly string[] = [...COMMAND_IDS, ...EDITOR_COMMANDS];
    assert.ok(linked.length > 0);
    assert.deepEqual(
      linked.filter((command) => !known.includes(command)),
      [],
    );
  });
});
