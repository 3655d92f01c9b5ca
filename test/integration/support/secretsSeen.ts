import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const FROM_CLIENT = ['code', 'code_verifier', 'refresh_token', 'device_code', 'client_secret', 'client_assertion'];
const FROM_ISSUER = ['access_token', 'refresh_token', 'id_token', 'device_code'];
/** Shorter values would be found by chance. */
const SHORTEST = 10;
const answerSchema = z.record(z.string(), z.unknown());

/** Gathers the secrets of sign-ins on their way between client and issuer, and looks where they must not be. */
export class SecretsSeen {
  readonly #names = new Map<string, string>();

  /** What kinds of secrets were seen. */
  get kinds(): readonly string[] {
    return [...new Set(this.#names.values())].toSorted();
  }

  add(name: string, value: string | null | undefined): void {
    if (!value) return;
    assert.ok(value.length >= SHORTEST, `${name} is too short to be looked for`);
    if (!this.#names.has(value)) this.#names.set(value, name);
  }

  /** `send`, watched. */
  watch(send: typeof fetch): typeof fetch {
    return async (input, init) => {
      const body = init?.body instanceof URLSearchParams || typeof init?.body === 'string' ? String(init.body) : '';
      const sent = new URLSearchParams(body);
      for (const name of FROM_CLIENT) this.add(name, sent.get(name));
      const [scheme, credential] = (new Headers(init?.headers).get('authorization') ?? '').split(' ');
      this.add(`authorization ${scheme ?? ''}`, credential);
      const response = await send(input, init);
      if (!response.headers.get('content-type')?.startsWith('application/json')) return response;
      const answer = answerSchema.safeParse(await response.clone().json()).data ?? {};
      for (const name of FROM_ISSUER) {
        const value = answer[name];
        if (typeof value === 'string') this.add(name, value);
      }
      return response;
    };
  }

  /** The kinds of secrets in a text, as they are, as in an address, or by the signature that makes a token one. */
  findIn(text: string): readonly string[] {
    const found = [...this.#names].filter(([value]) => {
      const signature = value.split('.')[2] ?? value;
      return [value, encodeURIComponent(value), signature].some((form) => text.includes(form));
    });
    return [...new Set(found.map(([, name]) => name))].toSorted();
  }

  /** The files below a folder that hold a secret, and which. */
  async findBelow(folder: string): Promise<readonly string[]> {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const findings = files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const inFile = this.findIn(`${path}\n${await readFile(path, 'latin1').catch(() => '')}`);
      return inFile.length > 0 ? [`${path}: ${inFile.join(', ')}`] : [];
    });
    return (await Promise.all(findings)).flat();
  }
}
