import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A database file of the proxy, which can be made to refuse changes of one kind of record. */
export interface FailingDatabase {
  readonly path: string;
  /** From now on such changes of records of that model fail. */
  refuse(change: 'insert' | 'update', model: string): void;
  /** Takes everything again. */
  recover(): void;
  remove(): Promise<void>;
}

/** Names one in a new folder; the proxy makes it. */
export async function failingDatabase(): Promise<FailingDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-failing-'));
  const path = join(folder, 'proxy.db');
  const execute = (sql: string): void => {
    const database = new DatabaseSync(path, { timeout: 5000 });
    database.exec(sql);
    database.close();
  };
  return {
    path,
    refuse: (change, model) =>
      execute(
        `create trigger failing before ${change} on proxy_record when new.model = '${model}'
         begin select raise(abort, 'the disk is full'); end`,
      ),
    recover: () => execute('drop trigger failing'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
