import { AppError } from '../errors.ts';
import type { Diagnosis, Fact } from './diagnosis.ts';

type Hide = (text: string) => string;

/** Hides a query, whole or cut off, wherever it was repeated: each of its values too, since a message may name one. */
function hider(url: string): Hide {
  const { search, searchParams } = new URL(url);
  const secrets = [...searchParams.values()].flatMap((value) => [encodeURIComponent(value), value]);
  const hidden = [search, search.slice(1), ...secrets].filter((text) => text.length > 3);
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

function hiddenArgs(args: Readonly<Record<string, string>>, hide: Hide): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, hide(value)]));
}

function hiddenFact({ name, value }: Fact, hide: Hide): Fact {
  return { name, value: typeof value === 'string' ? hide(value) : value.map(hide) };
}

/** The diagnosis without the query of the server's address, which may hold a key: reports are copied and sent on. */
export function withoutQuery(diagnosis: Diagnosis): Diagnosis {
  const { server, steps } = diagnosis;
  if (new URL(server.url).search === '') return diagnosis;
  const hide = hider(server.url);
  return {
    server: { name: server.name, url: hide(server.url) },
    steps: steps.map(({ facts, findings, error, ...step }) => ({
      ...step,
      facts: facts.map((fact) => hiddenFact(fact, hide)),
      findings: findings.map(({ code, args }) => ({ code, args: hiddenArgs(args, hide) })),
      ...(error ? { error: new AppError(error.code, hiddenArgs(error.args, hide)) } : {}),
    })),
  };
}
