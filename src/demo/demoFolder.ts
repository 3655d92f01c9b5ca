import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { demoInfoSchema } from '../shared/demo.ts';
import type { DemoInfo } from '../shared/demo.ts';

const stateSchema = z.object({
  authorizationServerPort: z.number().int().min(1).max(65_535),
  serverPort: z.number().int().min(1).max(65_535),
  audience: z.string().min(1),
  relayTargets: z.array(z.string()),
});
/** What stays the same from one start of the demo to the next. */
export type DemoState = z.infer<typeof stateSchema>;

/** Content of a JSON file that fits `schema`; undefined where it is missing, cut off or of another form. */
function readJson<T>(file: string, schema: z.ZodType<T> | { safeParse(value: unknown): { data?: T } }): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** The demo's own folder: only its owner can look into it. */
export class DemoFolder {
  readonly path: string;

  /** Makes the folder where it is missing. */
  constructor(directory: string) {
    this.path = path.resolve(directory);
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    chmodSync(this.path, 0o700);
  }

  /** Path of one of its files. */
  file(name: 'demo.json' | 'state.json' | 'lock' | 'heartbeat'): string {
    return path.join(this.path, name);
  }

  /** Path of a database, which exists when this returns, so that SQLite's side files take over its mode. */
  database(name: 'incidents.db' | 'grants.db'): string {
    const file = path.join(this.path, name);
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    return file;
  }

  readState(): DemoState | undefined {
    return readJson(this.file('state.json'), stateSchema);
  }

  keepState(state: DemoState): void {
    this.#replace(this.file('state.json'), JSON.stringify(state));
  }

  /** What the demo that runs, or that ran last, said of itself. */
  readInfo(): DemoInfo | undefined {
    return readJson(this.file('demo.json'), demoInfoSchema);
  }

  keepInfo(info: DemoInfo): void {
    this.#replace(this.file('demo.json'), `${JSON.stringify(info)}\n`);
  }

  /** Whoever reads the file meanwhile sees the old or the new content, never half of it. */
  #replace(file: string, content: string): void {
    const next = `${file}.${process.pid}`;
    writeFileSync(next, content, { mode: 0o600 });
    renameSync(next, file);
  }
}
