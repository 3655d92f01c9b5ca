import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

/** The repository's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..');
/** What builds and tests leave behind; git-ignored. */
export const OUT = path.join(ROOT, 'out');
/** The bundles that the VSIX holds. */
export const DIST = path.join(ROOT, 'dist');
/** Downloads and profiles that outlive a run; `INCIDENT_DESK_CACHE` overrides. */
export const CACHE = path.resolve(process.env['INCIDENT_DESK_CACHE'] ?? path.join(ROOT, '.cache'));

const manifestSchema = z.object({ name: z.string(), version: z.string() });

/** Where `npm run package` puts the VSIX. */
export function vsixPath(): string {
  const { name, version } = manifestSchema.parse(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')));
  return path.join(OUT, `${name}-${version}.vsix`);
}
