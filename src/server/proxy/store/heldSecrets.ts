import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Notice } from '../../http/serverOperation.ts';
import { StartFailure } from '../../operation/startFailure.ts';
import type { Turns } from '../inTurn.ts';
import type { Vault } from '../vault.ts';
import type { ProxyTables } from './proxyTables.ts';
import { nextRows, openRow, renewSeals } from './renewSeals.ts';

const MODEL = 'Secret';
const CONTENT = 'held under this secret';

const RENEWED = 'everything that the proxy keeps is held under the first of SESSION_SECRET_KEY now';
const FOREIGN = 'another process keeps things in the same database under a SESSION_SECRET_KEY that this one lacks';

/** What the marks of a database say. */
interface Marks {
  readonly count: number;
  readonly isForeign: boolean;
  readonly hasOurs: boolean;
}

/** Where the marks are, and who is told. */
export interface HeldSecretsParts {
  readonly tables: Kysely<ProxyTables>;
  readonly vault: Vault;
  /** Turns among all that share the database. */
  readonly turns: Turns;
  readonly notice: Notice;
  /** How people can begin with an empty database. */
  readonly emptying: string;
}

/**
 * Knows under which secrets a database is held: each that writes leaves a mark, a known text that it sealed. Whoever
 * lacks one of them could not read what is there, and would take others' clients for unknown ones.
 */
export class HeldSecrets {
  readonly #parts: HeldSecretsParts;
  #isRenewed = false;
  #hasToldOfForeign = false;

  constructor(parts: HeldSecretsParts) {
    this.#parts = parts;
  }

  /** Leaves the mark. Throws {@link StartFailure} where the database is held under a secret that is not at hand. */
  async take(): Promise<void> {
    if (await this.#mark()) return;
    throw new StartFailure(
      "SESSION_SECRET_KEY: the proxy's database is held under another one. Give this server the one of the others on it; " +
        'put an old one behind a new one, as in SESSION_SECRET_KEY=new,old. ' +
        `Or, where it is lost, ${this.#parts.emptying}: clients register and people sign in anew`,
    );
  }

  /** Has everything held under the newest secret, once, and marks the database again where another took the mark away. */
  async keep(): Promise<void> {
    const { tables, vault, turns, notice } = this.#parts;
    if (!(await this.#mark()) && !this.#hasToldOfForeign) {
      this.#hasToldOfForeign = true;
      notice('warn', FOREIGN);
    }
    if (this.#isRenewed || vault.keys(MODEL).length === 1) return;
    if ((await renewSeals(tables, vault, MODEL)) > 0) return;
    await turns(MODEL, () => this.#removeFormer());
    this.#isRenewed = true;
    notice('info', RENEWED);
  }

  /** Tells whether all that is there can be read. */
  #mark(): Promise<boolean> {
    return this.#parts.turns(MODEL, async () => {
      for (;;) {
        const { count, isForeign, hasOurs } = await this.#read();
        if (isForeign) return false;
        if (hasOurs) return true;
        if (count === 0 && !(await this.#isReadable())) return false;
        if (await this.#add(count)) return true;
      }
    });
  }

  async #read(): Promise<Marks> {
    const opened = (await this.#marks()).map((row) => openRow(this.#parts.vault, row)?.isCurrent);
    return { count: opened.length, isForeign: opened.includes(undefined), hasOurs: opened.includes(true) };
  }

  #marks() {
    return this.#parts.tables.selectFrom('proxy_record').selectAll().where('model', '=', MODEL).execute();
  }

  /** Adds a mark unless another came meanwhile, of a process that has no turns with this one. */
  async #add(count: number): Promise<boolean> {
    const { tables, vault } = this.#parts;
    const id = randomUUID();
    const sealed = vault.seal(CONTENT, `${MODEL} ${id}`);
    const { numAffectedRows } = await sql`insert into proxy_record (model, id, sealed) select ${MODEL}, ${id}, ${sealed}
      where (select count(*) from proxy_record where model = ${MODEL}) = ${count}`.execute(tables);
    return numAffectedRows === 1n;
  }

  /** Whether anything there can be opened, or nothing is there: of a database from before there were marks. */
  async #isReadable(): Promise<boolean> {
    const { tables, vault } = this.#parts;
    let rows = await nextRows(tables, { model: '', id: '' });
    if (rows.length === 0) return true;
    for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
      if (rows.some((row) => openRow(vault, row) !== undefined)) return true;
      rows = await nextRows(tables, last);
    }
    return false;
  }

  async #removeFormer(): Promise<void> {
    const { tables, vault } = this.#parts;
    for (const row of await this.#marks()) {
      if (openRow(vault, row)?.isCurrent !== false) continue;
      await tables.deleteFrom('proxy_record').where('model', '=', MODEL).where('id', '=', row.id).execute();
    }
  }
}
