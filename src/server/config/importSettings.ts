import * as z from 'zod';
import { operationSettings } from './operationSettings.ts';
import { storeConfig, type StoreConfig, storeSettings } from './storeSettings.ts';

const importSettings = z.object({ ...storeSettings.shape, ...operationSettings.pick({ MCP_AUDIT_LOG: true }).shape });

/** What an import needs to know. */
export interface ImportConfig extends StoreConfig {
  /** A file, or `-` for the standard output. */
  readonly auditLog: string;
}

/** Reads only where incidents and the audit log are kept. @throws Error that says what is wrong */
export function readImportConfig(environment: Readonly<Record<string, string | undefined>>): ImportConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = importSettings.safeParse(given);
  if (parsed.success) return { ...storeConfig(parsed.data), auditLog: parsed.data.MCP_AUDIT_LOG };
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
}
