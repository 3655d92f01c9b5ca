import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'jose';
import * as z from 'zod';
import { fileProblem } from '../fileProblem.ts';

const part = z.string().min(1);
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: part.optional(),
  use: part.optional(),
  alg: part.optional(),
  ...{ n: part, e: part, d: part, p: part, q: part, dp: part, dq: part, qi: part },
});
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/** No path is longer, and any part of a private key is: what was put here by mistake is not shown. */
const LONGEST_PATH = 150;
const KEY_SET = '{"keys":[…]}';

/** Wrong keys, in words that never show them. */
class KeyProblem extends Error {}

function readText(given: string): { readonly text: string; readonly place: string } {
  if (/^\s*[[{"]/.test(given)) return { text: given, place: 'its text' };
  if (given.includes('-----BEGIN')) throw new KeyProblem(`must be a JSON Web Key Set, ${KEY_SET}: it is PEM`);
  const file = path.resolve(given.trim());
  const isShown = given.length <= LONGEST_PATH && !/\s\S*\n/.test(given);
  const place = isShown ? file : 'what it names';
  try {
    return { text: readFileSync(file, 'utf8'), place };
  } catch (error) {
    const problem = isShown ? fileProblem(error) : 'does not exist';
    throw new KeyProblem(`must name a file that can be read, or be its content: ${place} ${problem}`);
  }
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const isPem = text.includes('-----BEGIN');
    throw new KeyProblem(`must hold JSON, ${KEY_SET}: ${place} is ${isPem ? 'PEM' : 'no JSON'}`);
  }
}

/** The private RSA keys of a JSON Web Key Set (RFC 7517), given as such or as the path of its file. */
function readKeys(given: string): JWK[] {
  const { text, place } = readText(given);
  const set = keySetSchema.safeParse(parseJson(text, place));
  if (!set.success) throw new KeyProblem(`must hold a JSON Web Key Set, ${KEY_SET}: ${place} is none`);
  return set.data.keys.map((key, index) => {
    const which = set.data.keys.length === 1 ? 'its key' : `key ${index + 1}`;
    if (key.kty !== 'RSA') throw new KeyProblem(`must hold RSA keys: ${which} in ${place} is of another kind`);
    if (key['d'] === undefined) throw new KeyProblem(`must hold private keys: ${which} in ${place} is a public one`);
    const { data } = keySchema.safeParse(key);
    if (data === undefined) throw new KeyProblem(`must hold whole private keys: ${which} in ${place} lacks a part`);
    const { kid, use, alg, ...parts } = data;
    return { ...parts, ...(kid && { kid }), ...(use && { use }), ...(alg && { alg }) };
  });
}

/** A key set as it stands in the variable, or in the file that the variable names. */
export const signingKeys = z.string().transform((given, context): JWK[] => {
  try {
    return readKeys(given);
  } catch (error) {
    if (!(error instanceof KeyProblem)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});
