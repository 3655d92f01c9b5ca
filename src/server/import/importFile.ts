import { readFile } from 'node:fs/promises';
import { asError } from '../asError.ts';
import type { StoreConfig } from '../config/storeSettings.ts';
import { createIncidentStore } from '../store/createIncidentStore.ts';
import type { Imported } from '../store/incidentStore.ts';
import { openStoreDatabase } from '../store/openStoreDatabase.ts';
import { parseIncidentFile } from './parseIncidentFile.ts';

/** Ids that are said one by one. */
const MOST_IDS = 50;

async function readIncidents(file: string) {
  try {
    return parseIncidentFile(await readFile(file, 'utf8'), new Date().toISOString());
  } catch (error) {
    throw new Error(`${file} cannot be imported: ${asError(error).message}`, { cause: error });
  }
}

function summary({ stored, leftOut }: Imported, file: string): string {
  const said = `${stored} incident(s) of ${file} imported.`;
  if (leftOut.length === 0) return said;
  const ids = leftOut.slice(0, MOST_IDS).join(', ');
  const more = leftOut.length > MOST_IDS ? ` and ${leftOut.length - MOST_IDS} more` : '';
  return `${said} ${leftOut.length} left out, since their ids are there already: ${ids}${more}.`;
}

/** Imports a file of incidents, all or none, and says what became of them. Those whose id is there already stay. */
export async function importFile(file: string, config: StoreConfig): Promise<string> {
  const incidents = await readIncidents(file);
  const unheard = (): void => undefined;
  const store = createIncidentStore({ database: await openStoreDatabase(config, unheard), now: Date.now });
  try {
    return summary(await store.import(incidents), file);
  } finally {
    await store.close();
  }
}
