import * as z from 'zod';
import { SAFE, secureUrl } from './fields.ts';

const PLACEHOLDER = /^\W*your[-_ ]?(?:okta|org|company|domain|tenant)/i;
const AT_OKTA = /\.(?:okta|oktapreview|okta-emea|okta-gov)\.com$/i;
const DOMAIN = /^(?:localhost|(?:[a-z\d-]+\.)+[a-z\d-]+)(?::\d+)?$/;
const CUSTOM_SERVER = /^\/oauth2\/[\w-]+$/;

/** The same without slashes at its end. */
export function withoutSlash(given: string): string {
  return given.trim().replace(/\/+$/, '');
}

/** What is wrong with the host of an Okta, beside its form. */
function problemOfHost(host: string): string | undefined {
  if (PLACEHOLDER.test(host)) return `must name your own Okta: ${host} only stands for it`;
  const org = AT_OKTA.test(host) ? host.replace(/-admin\./i, '.') : host;
  return org === host ? undefined : `must name ${org}: ${host} is the admin console`;
}

function problemOfAddress(given: string): string | undefined {
  const url = secureUrl(given);
  return url === undefined ? SAFE : problemOfHost(url.hostname);
}

function problemOfIssuer(given: string): string | undefined {
  const problem = problemOfAddress(given);
  const url = URL.parse(given);
  if (problem !== undefined || url === null || !AT_OKTA.test(url.hostname)) return problem;
  if (CUSTOM_SERVER.test(url.pathname)) return undefined;
  return `must be the issuer of a custom authorization server as Okta shows it, such as https://${url.host}/oauth2/default`;
}

function problemOfDomain(given: string): string | undefined {
  const form = 'must be a domain alone, such as acme.okta.com; a whole issuer belongs into OKTA_ISSUER';
  return problemOfHost(given) ?? (DOMAIN.test(given) ? undefined : form);
}

function checkedBy(problemOf: (given: string) => string | undefined) {
  return (given: string, context: z.RefinementCtx<string>): void => {
    const problem = problemOf(given);
    if (problem !== undefined) context.addIssue(problem);
  };
}

/** The host of an Okta; `https://` before it and a slash behind it do no harm. */
export const domain = z
  .string()
  .transform((given) =>
    withoutSlash(given)
      .replace(/^https:\/\//i, '')
      .toLowerCase(),
  )
  .superRefine(checkedBy(problemOfDomain));

/** The address of an Okta, or an issuer there of any kind, without a slash at its end. */
export const oktaAddress = z.string().transform(withoutSlash).superRefine(checkedBy(problemOfAddress));

/** An issuer at Okta, whose names have no slash at their end. */
export const oktaIssuer = z.string().transform(withoutSlash).superRefine(checkedBy(problemOfIssuer));

/** An issuer as it is written: tokens are of it only where they name it with the same letters (RFC 9207 section 2.4). */
export const issuer = z.string().trim().superRefine(checkedBy(problemOfIssuer));
