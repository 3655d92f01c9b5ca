import { isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';

const SECRET_NAME =
  /passw|passphrase|passcode|pwd|secret|token|credential|authorization|cookie|jwt|connectionstring|(?:api|private|access|signing|encryption|ssh)key/;

/** Which arguments of a tool are secret. */
export interface SecretNames {
  /** Whether what has this name is. */
  has(name: string): boolean;
  /** Whether a text of any kind names one. */
  isNamedIn(text: string): boolean;
}

/** The names that are secret by themselves, or that a schema marks (`writeOnly`, the format `password`) anywhere. */
export function secretNames(schema: JsonObject): SecretNames {
  const marked = markedNames(schema);
  const soundsSecret = (text: string): boolean => SECRET_NAME.test(text.toLowerCase().replaceAll(/[^a-z]/g, ''));
  return {
    has: (name) => marked.has(name) || soundsSecret(name),
    isNamedIn: (text) => soundsSecret(text) || [...marked].some((name) => text.includes(name)),
  };
}

function markedNames(schema: JsonObject): ReadonlySet<string> {
  const marked = new Set<string>();
  const definitions = new Set<string>();
  const references: [string, string][] = [];
  const waiting: Json[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, value] of Object.entries<Json>(next)) {
      waiting.push(value);
      if (!isJsonObject(value)) continue;
      const { writeOnly, format, $ref: reference } = value;
      if (writeOnly === true || format === 'password') {
        marked.add(name);
        definitions.add(`/${name}`);
      }
      if (typeof reference === 'string') references.push([name, reference]);
    }
  }
  for (const [name, reference] of references) {
    if (definitions.has(reference.slice(reference.lastIndexOf('/')))) marked.add(name);
  }
  return marked;
}
