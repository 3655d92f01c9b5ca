import * as z from 'zod/mini';

const settingSchema = z.object({
  type: z.optional(z.union([z.string(), z.array(z.string())])),
  order: z.optional(z.number()),
  default: z.optional(z.unknown()),
  enum: z.optional(z.array(z.string())),
  description: z.optional(z.string()),
  markdownDescription: z.optional(z.string()),
  items: z.optional(z.object({ properties: z.optional(z.record(z.string(), z.unknown())) })),
});
const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.optional(z.string()) })),
    configuration: z.object({ properties: z.record(z.string(), settingSchema) }),
    menus: z.object({ commandPalette: z.array(z.object({ command: z.string(), when: z.string() })) }),
  }),
});
const wordsSchema = z.record(z.string(), z.string());
type Words = z.infer<typeof wordsSchema>;
type Contributes = z.infer<typeof manifestSchema>['contributes'];

/** Puts the tables of commands and settings between their HTML comment markers. Throws when a marker is missing. */
export function fillTables(sources: { readme: string; manifest: unknown; words: unknown }): string {
  const { contributes } = manifestSchema.parse(sources.manifest);
  const words = wordsSchema.parse(sources.words);
  const withCommands = fillBetween(sources.readme, 'commands', commandTable(contributes, words));
  return fillBetween(withCommands, 'settings', settingTable(contributes, words));
}

/** Puts content between the HTML comment markers of that name. Throws when a marker is missing. */
export function fillBetween(text: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const start = text.indexOf(opening);
  const end = text.indexOf(closing);
  if (start < 0 || end < start) throw new Error(`There is no ${opening} … ${closing}.`);
  return `${text.slice(0, start)}${opening}\n\n${content}\n\n${text.slice(end)}`;
}

function commandTable({ commands, menus }: Contributes, words: Words): string {
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const rows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => {
      const shown = category === undefined ? localized(title, words) : `${category}: ${localized(title, words)}`;
      return `| **${shown}** | \`${command}\` |`;
    });
  return ['| Command | Id |', '| --- | --- |', ...rows].join('\n');
}

function settingTable({ configuration }: Contributes, words: Words): string {
  const inOrder = Object.entries(configuration.properties).sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  const rows = inOrder.flatMap(([name, setting]) => [
    settingRow(`\`${name}\``, setting, words),
    ...Object.entries(setting.items?.properties ?? {}).map(([field, schema]) =>
      settingRow(`… \`${field}\``, settingSchema.parse(schema), words),
    ),
  ]);
  return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}

function settingRow(name: string, setting: z.infer<typeof settingSchema>, words: Words): string {
  const text = localized(setting.markdownDescription ?? setting.description ?? '', words).replaceAll(/\s*\n\s*/g, ' ');
  const byDefault = setting.default === undefined ? '' : `\`${JSON.stringify(setting.default)}\``;
  return `| ${name} | ${byDefault} | ${text.replaceAll('|', '\\|')} |`;
}

function localized(text: string, words: Words): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, key: string) => words[key] ?? whole);
}
