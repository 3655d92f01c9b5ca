import * as z from 'zod';
import type { Given } from './fields.ts';
import { httpConfig, httpSettings, missingOfHttp } from './httpSettings.ts';
import { nearestName } from './nearestName.ts';
import { missingOfOkta, oktaConfig, oktaSettings } from './oktaSettings.ts';
import { operationConfig, operationSettings } from './operationSettings.ts';
import { storeConfig, storeSettings } from './storeSettings.ts';

/** Every variable that the server reads, with what the documentation says of it. */
export const environmentSchema = z.object({
  ...oktaSettings.shape,
  ...httpSettings.shape,
  ...storeSettings.shape,
  ...operationSettings.shape,
});
type Environment = z.infer<typeof environmentSchema>;
type Variables = Readonly<Record<string, string | undefined>>;

function toConfig(environment: Environment) {
  const { largestBody, ...operation } = operationConfig(environment);
  const { limits, ...http } = httpConfig(environment);
  return {
    ...oktaConfig(environment),
    ...http,
    ...storeConfig(environment),
    ...operation,
    limits: { ...limits, largestBody },
  };
}

/** How to start the server. */
export type EnvironmentConfig = ReturnType<typeof toConfig>;

/** The outcome of reading the environment: how to start, or everything that is wrong with it. */
export type ConfigResult = { readonly config: EnvironmentConfig } | { readonly problems: readonly string[] };

const EVERYWHERE = ['0.0.0.0', '::'];
const OUR_PREFIXES = /^(?:OKTA|OAUTH|MCP|INCIDENTS?(?!_DESK)|RELAY)_/;

/** Words on variables that look like ours or are spelt nearly so, and are none; `others` names those read elsewhere. */
export function unknownVariables(environment: Variables, others: readonly string[] = []): string[] {
  const known = [...Object.keys(environmentSchema.shape), ...others];
  const unknown = Object.keys(environment).filter((name) => !known.includes(name));
  return unknown.toSorted().flatMap((name) => {
    const said = `${name} is set, but this server knows no such variable`;
    const meant = nearestName(name, known);
    if (meant !== undefined) return [`${said}: is ${meant} meant?`];
    return OUR_PREFIXES.test(name) ? [said] : [];
  });
}

/** The variables that are right, by parsing each alone, so that what is missing can be said beside what is wrong. */
function rightOnes(given: Record<string, string>, broken: ReadonlySet<string>): Given<Environment> {
  const right = Object.entries(given).filter(([name]) => !broken.has(name));
  return environmentSchema.partial().safeParse(Object.fromEntries(right)).data ?? {};
}

/** Says where both ports are one. */
function sharedPort(environment: Given<Environment>): string[] {
  const { MCP_SERVER_HOST: host = '127.0.0.1', MCP_METRICS_HOST: metricsHost = '127.0.0.1' } = environment;
  const { MCP_SERVER_PORT: port = 9001, MCP_METRICS_PORT: metricsPort } = environment;
  const isSameHost = host === metricsHost || [host, metricsHost].some((each) => EVERYWHERE.includes(each));
  if (metricsPort !== port || port === 0 || !isSameHost) return [];
  return [`MCP_METRICS_PORT and MCP_SERVER_PORT are both ${port}: metrics need a port of their own`];
}

/** Reads the configuration from environment variables; an empty one counts as absent. */
export function readConfig(environment: Variables): ConfigResult {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value) given[name] = value;
  const parsed = environmentSchema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const broken = new Set(issues.map(({ path }) => path.join('.')));
  const right = parsed.success ? parsed.data : rightOnes(given, broken);
  const problems = [
    ...missingOfOkta(right, broken),
    ...missingOfHttp(right, broken),
    ...(broken.has('MCP_SERVER_PORT') ? [] : sharedPort(right)),
    ...issues.map(({ path, message }) => `${path.join('.')} ${message}`),
  ];
  return parsed.success && problems.length === 0 ? { config: toConfig(parsed.data) } : { problems };
}
