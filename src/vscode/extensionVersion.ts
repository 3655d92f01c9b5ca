import type * as vscode from 'vscode';
import * as z from 'zod/mini';

const manifestSchema = z.object({ version: z.string() });

/** The version in the extension's manifest. */
export function extensionVersion(extension: Pick<vscode.Extension<unknown>, 'packageJSON'>): string {
  return manifestSchema.parse(extension.packageJSON).version;
}
