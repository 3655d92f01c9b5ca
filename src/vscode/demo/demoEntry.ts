import type { NewServerEntry, ServerEntry } from '../../core/serverEntry.ts';
import type { DemoInfo } from '../../shared/demo.ts';

const DEMO_NAME = 'Local demo';

/** The entry of a running demo; the relay page is only for editors in a browser. */
export function demoEntry({ serverUrl, issuer, clientId, relay }: DemoInfo, uiKind: 'desktop' | 'web'): NewServerEntry {
  return { name: DEMO_NAME, url: serverUrl, issuer, clientId, ...(uiKind === 'web' && { relay }) };
}

/** The entries that stand for the demo: those with its address, and one with its name that an earlier demo left. */
export function demoEntriesIn(entries: readonly ServerEntry[], info: DemoInfo | undefined): readonly ServerEntry[] {
  return entries.filter(({ name, url }) => name === DEMO_NAME || url === info?.serverUrl);
}

/** Whether an entry of the settings already says what `wanted` says. */
export function sameEntry(entry: ServerEntry, wanted: NewServerEntry): boolean {
  const fields = ['name', 'url', 'issuer', 'clientId', 'relay'] as const;
  return fields.every((field) => entry[field] === wanted[field]);
}
