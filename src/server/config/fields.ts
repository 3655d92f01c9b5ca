import * as z from 'zod';
import { isLoopbackHostname } from '../../shared/loopback.ts';

/** Variables of an environment, each of which may be absent. */
export type Given<Environment> = { readonly [Name in keyof Environment]?: Environment[Name] | undefined };

/** Puts its documentation on the schema of a variable; `npm run docs` makes the table of them. */
export function variable<Schema extends z.ZodType>(schema: Schema, description: string, byDefault?: string): Schema {
  return schema.meta({ description, ...(byDefault !== undefined && { byDefault }) });
}

/** An address without credentials, query or fragment: https, or http on loopback; undefined for any other. */
export function secureUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHostname(url.hostname));
  return isSafe ? url : undefined;
}

/** What an address must be. */
export const SAFE = 'must be an https address (http on loopback only)';

/** A document of an issuer. */
export const address = z
  .string()
  .trim()
  .refine((text) => secureUrl(text) !== undefined, SAFE);

/** Words separated by commas or blanks. */
export const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** A TCP port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port number');

/** `true` or `false`. */
export const flag = z.stringbool({ error: 'must be true or false' });

/** A whole number from `least` to `most`. */
export function count(least: number, most: number) {
  const problem = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((number) => number >= least && number <= most, problem);
}

/** Text that is not empty. */
export const text = z.string().trim().min(1);
