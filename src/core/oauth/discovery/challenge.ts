/** One challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1); names are in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const TOKEN68 = /[0-9A-Za-z\-._~+/]+=*(?=[ \t]*(?:,|$))/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const SPACE = /[ \t]+/y;
const SEPARATOR = /[ \t,]*/y;

/** Reads one pattern after the other from a text. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match;
  }

  /** Runs `read`, and goes back to where it began when it gives nothing. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.#at;
    const result = read();
    if (result === undefined) this.#at = start;
    return result;
  }
}

function readParameter(scanner: Scanner): readonly [string, string] | undefined {
  return scanner.attempt(() => {
    const name = scanner.take(TOKEN);
    if (!name || !scanner.take(EQUALS)) return undefined;
    const quoted = scanner.take(QUOTED);
    if (quoted) return [name[0].toLowerCase(), (quoted[1] ?? '').replace(/\\(.)/gs, '$1')];
    const token = scanner.take(TOKEN);
    return token ? [name[0].toLowerCase(), token[0]] : undefined;
  });
}

function readChallenge(scanner: Scanner): Challenge | undefined {
  const scheme = scanner.take(TOKEN);
  if (!scheme) return undefined;
  const parameters = new Map<string, string>();
  if (scanner.take(SPACE) && !scanner.take(TOKEN68)) {
    for (;;) {
      const parameter = readParameter(scanner);
      if (!parameter) break;
      // A repeated parameter is malformed; the first one stands, so that nothing appended can replace it.
      if (!parameters.has(parameter[0])) parameters.set(...parameter);
      scanner.take(SEPARATOR);
    }
  }
  return { scheme: scheme[0].toLowerCase(), parameters: Object.fromEntries(parameters) };
}

/** All challenges of a `WWW-Authenticate` header. What cannot be read ends the list. */
export function parseChallenges(header: string): readonly Challenge[] {
  const scanner = new Scanner(header);
  const challenges: Challenge[] = [];
  scanner.take(SEPARATOR);
  while (!scanner.ended) {
    const challenge = readChallenge(scanner);
    if (!challenge) break;
    challenges.push(challenge);
    scanner.take(SEPARATOR);
  }
  return challenges;
}

/** What a protected server asks for (RFC 6750 section 3, RFC 9728 section 5.1, RFC 9449 section 7.1). */
export interface BearerChallenge {
  readonly scopes?: readonly string[];
  readonly resourceMetadata?: string;
  readonly error?: string;
  /** Whether tokens bound to a key can be used, or must be; absent where only bearer tokens are asked for. */
  readonly dpop?: 'offered' | 'required';
}

/** The Bearer challenge of a `WWW-Authenticate` header, else its DPoP one; empty where there is neither. */
export function bearerChallenge(header: string | null): BearerChallenge {
  const challenges = parseChallenges(header ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  const dpop = challenges.find(({ scheme }) => scheme === 'dpop');
  const parameters = { ...dpop?.parameters, ...bearer?.parameters };
  const scopes = parameters['scope']?.split(' ').filter((scope) => scope !== '');
  return {
    ...(scopes && scopes.length > 0 ? { scopes } : {}),
    ...(parameters['resource_metadata'] ? { resourceMetadata: parameters['resource_metadata'] } : {}),
    ...(parameters['error'] ? { error: parameters['error'] } : {}),
    ...(dpop ? { dpop: bearer ? 'offered' : 'required' } : {}),
  };
}
