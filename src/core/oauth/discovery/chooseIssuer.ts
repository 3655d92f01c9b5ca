import { AppError, isAppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { labelText } from '../../shownText.ts';
import { checkedAddress } from './addressPolicy.ts';
import { checkIssuerSpelling, differBySlash } from './issuerSpelling.ts';

/** Issuers that a person is asked to choose from at most. */
const CHOICE_LIMIT = 20;

/** Issuers that an error tells of at most, and characters of each. */
const TOLD_LIMIT = 3;
const TOLD_LENGTH = 100;

/** How one of several issuers is chosen. */
export interface IssuerChoice {
  /** Whether private addresses may be asked. */
  readonly allowPrivate: boolean;
  /** Asks a person; the first one unless told. @throws AppError `cancelled` */
  readonly choose?: (issuers: readonly string[]) => Promise<string>;
}

function configuredAmong(server: ServerEntry, issuer: string, named: readonly string[]): readonly string[] {
  if (named.length === 0 || named.includes(issuer)) return [issuer];
  const respelled = named.find((other) => differBySlash(other, issuer));
  if (respelled === undefined) throw notNamed(server, issuer, named);
  return [respelled, issuer];
}

function notNamed({ url }: ServerEntry, issuer: string, named: readonly string[]): AppError {
  const all = [...new Set(named)];
  const told = all.slice(0, TOLD_LIMIT).map((one) => labelText(one, TOLD_LENGTH));
  const more = all.length > TOLD_LIMIT ? ['…'] : [];
  return new AppError('issuer_not_named', { issuer, url, named: [...told, ...more].join(', ') });
}

function usable(named: readonly string[], allowPrivate: boolean): readonly string[] {
  const refusals: AppError[] = [];
  const taken = named.filter((issuer) => {
    try {
      checkedAddress(issuer, allowPrivate);
      return true;
    } catch (error) {
      if (!isAppError(error)) throw error;
      refusals.push(error);
      return false;
    }
  });
  const [refusal] = refusals;
  if (taken.length === 0 && refusal) throw refusal;
  return taken;
}

/**
 * The issuer of a sign-in, out of those that a server's metadata names (RFC 9728 section 7.6) and the one configured,
 * which has to be named. Several are a person's choice, without repetitions and without addresses that are never asked.
 * Given in the spellings to try, which differ by a slash at the end; none where nobody names any.
 * @throws AppError `issuer_not_named`, `issuer_is_metadata`, `address_refused`, and what `choose` throws
 */
export async function chosenIssuer(
  server: ServerEntry,
  named: readonly string[],
  { allowPrivate, choose }: IssuerChoice,
): Promise<readonly string[]> {
  if (server.issuer !== undefined) {
    checkIssuerSpelling(server.issuer);
    return configuredAmong(server, server.issuer, named);
  }
  const candidates = usable([...new Set(named)], allowPrivate).slice(0, CHOICE_LIMIT);
  const [first] = candidates;
  if (first === undefined) return [];
  const chosen = candidates.length > 1 && choose ? await choose(candidates) : first;
  if (!candidates.includes(chosen)) throw notNamed(server, chosen, candidates);
  checkIssuerSpelling(chosen);
  return [chosen];
}
