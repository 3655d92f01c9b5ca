import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import { SERVERS_SETTING } from './serversKey.ts';
import { addressProblem, canonicalAddress, fixedAddressProblem, type AddressProblem } from './safeAddress.ts';

/** What is wrong with a field of a setting: argument `problem` of `invalid_settings`; `not_choice` has `choices` too. */
export type SettingsProblem =
  | AddressProblem
  | 'not_list'
  | 'not_object'
  | 'not_filter'
  | 'not_boolean'
  | 'not_provider'
  | 'not_text'
  | 'not_choice'
  | 'missing'
  | 'empty'
  | 'not_scope'
  | 'name_twice'
  | 'server_twice';

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

function problem(code: SettingsProblem): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? 'missing' : code) satisfies SettingsProblem };
}

const text = () => z.string(problem('not_text')).check(z.trim(), z.minLength(1, problem('empty')));
const address = (check: (value: string) => AddressProblem | undefined) =>
  text().check((payload) => {
    const found = check(payload.value);
    if (found) payload.issues.push({ code: 'custom', input: payload.value, message: found, path: [] });
  });

const entrySchema = z.object(
  {
    name: text(),
    url: address(addressProblem),
    issuer: z.exactOptional(address(fixedAddressProblem)),
    clientId: z.exactOptional(text()),
    scopes: z.exactOptional(z.array(text().check(z.regex(SCOPE, problem('not_scope'))), problem('not_list'))),
    signIn: z._default(
      z.enum(['auto', 'uri', 'loopback', 'device', 'clientCredentials'], problem('not_choice')),
      'auto',
    ),
    resource: z._default(z.enum(['auto', 'send', 'omit'], problem('not_choice')), 'auto'),
    relay: z.exactOptional(address(fixedAddressProblem)),
    identityProvider: z.exactOptional(
      z.object({ issuer: address(fixedAddressProblem), clientId: text() }, problem('not_provider')),
    ),
  },
  problem('not_object'),
);

/**
 * The entries of the setting, checked: addresses are canonical, names and servers are unique.
 * @throws AppError `invalid_settings` that names the first wrong field
 */
export function parseServers(value: unknown): readonly ServerEntry[] {
  const parsed = z.array(entrySchema, problem('not_list')).safeParse(value ?? []);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const choices = issue?.code === 'invalid_value' ? issue.values : [];
    throw invalid(issue?.path ?? [], issue?.message ?? 'not_list', choices);
  }
  const entries = parsed.data.map((entry): ServerEntry => ({ ...entry, url: canonicalAddress(entry.url) }));
  refuseTwins(entries, (entry) => entry.name.toLowerCase(), 'name', 'name_twice');
  refuseTwins(entries, serverId, 'url', 'server_twice');
  return entries;
}

function refuseTwins(
  entries: readonly ServerEntry[],
  keyOf: (entry: ServerEntry) => string,
  field: keyof ServerEntry,
  code: SettingsProblem,
): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (seen.has(keyOf(entry))) throw invalid([index, field], code);
    seen.add(keyOf(entry));
  }
}

function invalid(path: readonly PropertyKey[], code: string, choices: readonly unknown[] = []): AppError {
  const field = path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`)).join('');
  const among = choices.map((choice) => JSON.stringify(choice)).join(', ');
  return new AppError('invalid_settings', {
    field: `${SERVERS_SETTING}${field}`,
    problem: code,
    ...(among === '' ? {} : { choices: among }),
  });
}
