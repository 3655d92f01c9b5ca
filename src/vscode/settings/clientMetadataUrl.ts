import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { fixedAddressProblem } from './safeAddress.ts';

/** The setting that {@link readClientMetadataUrl} reads. */
const SETTING = 'incidentDesk.clientMetadataUrl';

/**
 * Address of a document that describes the extension as a client (OAuth client id metadata document), which a company
 * may publish; undefined where there is none. Only the person's own settings count.
 * @throws AppError `invalid_settings`
 */
export function readClientMetadataUrl(): string | undefined {
  const value: unknown = vscode.workspace.getConfiguration().inspect(SETTING)?.globalValue ?? '';
  if (typeof value !== 'string') throw new AppError('invalid_settings', { field: SETTING, problem: 'not_text' });
  const address = value.trim();
  if (address === '') return undefined;
  const problem = fixedAddressProblem(address);
  if (problem) throw new AppError('invalid_settings', { field: SETTING, problem });
  return address;
}
