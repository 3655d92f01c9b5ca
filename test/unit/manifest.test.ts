import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { DRAFTS } from '../../src/vscode/tools/arguments/draft.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface SettingSchema {
  readonly scope?: string | undefined;
  readonly description?: string | undefined;
  readonly markdownDescription?: string | undefined;
  readonly items?: { readonly properties?: Readonly<Record<string, unknown>> | undefined } | undefined;
}
const settingSchema: z.ZodMiniType<SettingSchema> = z.object({
  scope: z.optional(z.string()),
  description: z.optional(z.string()),
  markdownDescription: z.optional(z.string()),
  items: z.optional(z.object({ properties: z.optional(z.record(z.string(), z.unknown())) })),
});
const menuItemSchema = z.object({ command: z.optional(z.string()), submenu: z.optional(z.string()) });
const manifestSchema = z.object({
  version: z.string(),
  engines: z.object({ vscode: z.string() }),
  devDependencies: z.record(z.string(), z.string()),
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), category: z.string(), title: z.string() })),
    menus: z.record(z.string(), z.array(menuItemSchema)),
    keybindings: z.optional(z.array(z.object({ command: z.string() }))),
    configuration: z.object({ properties: z.record(z.string(), settingSchema) }),
    jsonValidation: z.array(z.object({ fileMatch: z.string(), url: z.string() })),
    views: z.record(z.string(), z.array(z.object({ id: z.string() }))),
    viewsWelcome: z.array(z.object({ view: z.string() })),
  }),
});

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

describe('The manifest', () => {
  const manifest = manifestSchema.parse(JSON.parse(read('package.json')));
  const { contributes } = manifest;

  it('has commands of one category, with titles that can be translated', () => {
    for (const { command, category, title } of contributes.commands) {
      assert.match(command, /^incidentDesk\.[a-z]\w+$/);
      assert.equal(category, 'Incident Desk');
      assert.match(title, /^%[\w.]+%$/, command);
    }
  });

  it('refers to known commands only, from menus and keys', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...(contributes.keybindings ?? [])];
    const unknown = used.flatMap(({ command }) => (command === undefined || known.has(command) ? [] : [command]));
    assert.deepEqual(unknown, []);
  });

  it('speaks of one server in the menu of its row, and of all of them elsewhere', () => {
    const words = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));
    const titles = (menu: string): readonly string[] =>
      (contributes.menus[menu] ?? []).flatMap(({ command }) => {
        const title = contributes.commands.find((one) => one.command === command)?.title ?? '';
        return words[title.replaceAll('%', '')] ?? [];
      });
    assert.ok(titles('view/item/context').includes('Refresh'));
    assert.ok(!titles('view/item/context').includes('Refresh Servers'));
    assert.ok(titles('view/title').includes('Refresh Servers'));
  });

  it('ties each document of arguments to the schema of its tool', () => {
    const expected = Array.from({ length: DRAFTS }, (_, at) => ({
      fileMatch: `/incident-desk-arguments/${at + 1}/*.json`,
      url: `incident-desk-arguments:/incident-desk-schemas/${at + 1}`,
    }));
    assert.deepEqual(contributes.jsonValidation, expected);
  });

  it('has welcome texts for its own views', () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    for (const { view } of contributes.viewsWelcome) assert.ok(views.includes(view), view);
  });

  it('takes settings from the person alone, never from a repository', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties)) {
      assert.equal(scope, 'application', name);
    }
  });

  it('describes every setting and every field of one', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.ok(setting.description ?? setting.markdownDescription, name);
      for (const [field, schema] of Object.entries(setting.items?.properties ?? {})) {
        assert.ok(settingSchema.parse(schema).description, `${name}[].${field}`);
      }
    }
  });

  it('is compiled against the API of the oldest VS Code that it runs in', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });

  it('has the version that the incident server tells', () => {
    assert.ok(read('src/server/mcp/incidentServers.ts').includes(`version: '${manifest.version}'`));
  });

  it('has a version whose changes are told', () => {
    assert.ok(
      read('CHANGELOG.md').includes(`
## [${manifest.version}]`),
    );
  });
});
