import { errors } from 'jose';
import * as z from 'zod';
import { asError } from '../asError.ts';

/** An issuer that answered, and not with 200. */
export class IssuerAnswered extends Error {
  override readonly name = 'IssuerAnswered';
  readonly status: number;

  constructor(status: number) {
    super(`the issuer answered ${status}`);
    this.status = status;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name (DNS)',
  EAI_AGAIN: 'the name of the host cannot be looked up now (DNS)',
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  EHOSTUNREACH: 'no way leads to this host',
  ENETUNREACH: 'no way leads to this host',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired (TLS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names (TLS)',
  EPROTO: 'it does not speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
};
const UNTRUSTED = /CERT|SIGNATURE|ISSUER/;
const NOT_TRUSTED =
  'its certificate is from an authority that is not trusted here (TLS); NODE_EXTRA_CA_CERTS takes the file of yours';
const codeSchema = z.object({ code: z.string() });

function statusInWords(status: number): string {
  if (status === 401 || status === 403) return `it answered ${status}: it does not take this client`;
  if (status === 404) return 'it answered 404: no authorization server is there';
  if (status >= 300 && status < 400) return `it answered ${status}: it sends elsewhere, which is not followed`;
  return `it answered ${status}`;
}

/** Why an issuer gave no answer of use, in words that follow its address. */
export function issuerProblem(failure: unknown): string {
  const error = asError(failure);
  if (error instanceof IssuerAnswered) return statusInWords(error.status);
  if (error.name === 'TimeoutError' || error instanceof errors.JWKSTimeout) return 'no answer in time';
  if (error instanceof errors.JWKSInvalid) return 'its answer is no key set';
  if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof errors.JOSEError) {
    return 'its answer is not what was asked for';
  }
  // The outermost error says no more than that it failed.
  if (error.cause !== undefined) return issuerProblem(error.cause);
  const { data } = codeSchema.safeParse(error);
  if (data === undefined) return error.message;
  return WORDS[data.code] ?? (UNTRUSTED.test(data.code) ? NOT_TRUSTED : error.message || data.code);
}
