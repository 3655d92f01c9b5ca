import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { asError } from '../asError.ts';
import type { ImportConfig } from '../config/importSettings.ts';
import { fileProblem } from '../fileProblem.ts';
import { countIncidents, findIncidents } from '../operation/openIncidents.ts';
import { createIncidentStore } from '../store/createIncidentStore.ts';
import type { Imported } from '../store/incidentStore.ts';
import { openImportAudit } from './importAudit.ts';
import { parseIncidentFile } from './parseIncidentFile.ts';

/** All was imported, and is in no audit log; the message says both. */
export class UnrecordedImport extends Error {
  override readonly name = 'UnrecordedImport';
}

/** Ids that are said one by one. */
const MOST_IDS = 50;

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} ${fileProblem(error)}`, { cause: error });
  }
}

async function readIncidents(file: string) {
  const text = await readText(file);
  try {
    return parseIncidentFile(text, new Date().toISOString());
  } catch (error) {
    throw new Error(`${file} ${asError(error).message.replaceAll('\n', '\n    ')}`, { cause: error });
  }
}

function summary({ stored, leftOut }: Imported, file: string, place: string): string {
  const said = `${stored} incident(s) of ${file} imported into ${place}.`;
  if (leftOut.length === 0) return said;
  const ids = leftOut.slice(0, MOST_IDS).join(', ');
  const more = leftOut.length > MOST_IDS ? ` and ${leftOut.length - MOST_IDS} more` : '';
  return `${said} ${leftOut.length} left out, since their ids are there already: ${ids}${more}.`;
}

/**
 * Imports a file of incidents, all or none, and says what became of them, also in the audit log. Those whose id is there
 * already stay. Without an audit log that can be opened nothing is imported.
 * @throws UnrecordedImport where the audit log cannot be written afterwards
 * @throws Error whose message says which file or variable is wrong
 */
export async function importFile(given: string, config: ImportConfig): Promise<string> {
  const file = path.resolve(given);
  const incidents = await readIncidents(file);
  const audit = openImportAudit(config.auditLog);
  const { name, isNew, open } = findIncidents(config);
  const store = createIncidentStore({ database: await open(() => undefined), now: Date.now });
  try {
    const before = isNew ? 'new database' : `${await countIncidents(store)} until now`;
    const outcome = await store.import(incidents);
    const said = summary(outcome, file, `${name} (${before})`);
    try {
      audit.imported(file, outcome);
    } catch (error) {
      const place = config.auditLog === '-' ? 'the standard output' : path.resolve(config.auditLog);
      const problem = `MCP_AUDIT_LOG: ${place} ${fileProblem(error)}`;
      throw new UnrecordedImport(`${said}\n    ${problem}`, { cause: error });
    }
    return said;
  } finally {
    await store.close();
    audit.close();
  }
}
