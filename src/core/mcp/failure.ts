import { AppError, causesOf, CONNECTING, isAppError, mayHaveArrived } from '../errors.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { labelText } from '../shownText.ts';
import { TOO_LARGE, tooLarge } from './limitedBody.ts';
import { STREAM_ENDED } from './requestStreams.ts';

/** The MCP client package, which is loaded on first use. */
export type Sdk = typeof import('@modelcontextprotocol/client');

/** What was being done when something failed. */
export interface Attempt {
  readonly sdk: Sdk;
  readonly entry: ServerEntry;
  readonly signal: AbortSignal | undefined;
  /** The protocol's method, `connect` for the handshake. */
  readonly method: string;
  /** Name of the tool or prompt, or URI of the resource. */
  readonly name?: string;
}

const MESSAGE_LENGTH = 500;
const DROPPED = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];
const BAD_GATEWAY = '502';
/** Statuses by which an HTTP server says that nothing like MCP lives at an address. */
const NOT_MCP = [404, 405, 406, 410, 415];

/** The `AppError` for whatever the MCP client threw during an attempt. */
export function failureOf(error: unknown, attempt: Attempt): AppError {
  if (attempt.signal?.aborted) return new AppError('cancelled', {}, { cause: error });
  const failure =
    causesOf(error).find((cause) => isAppError(cause)) ?? sdkFailure(error, attempt) ?? answerFailure(error, attempt);
  if (attempt.method !== CONNECTING || !mayHaveArrived(failure)) return failure;
  return new AppError(failure.code, { ...failure.args, phase: CONNECTING }, { cause: failure.cause });
}

/**
 * Whether the connection broke under the request, as one does that was kept from earlier and that the server has since
 * closed: worth a second try where nothing can happen twice.
 */
export function isDropped(error: unknown): boolean {
  return causesOf(error).some((cause) => 'code' in cause && DROPPED.some((dropped) => dropped === cause.code));
}

/** Whether the answer was lost on the way: the connection broke, the stream ended early, or a gateway lost the server. */
export function isBroken(error: unknown): boolean {
  if (isAppError(error, 'server_error')) return error.args['status'] === BAD_GATEWAY;
  return isDropped(error) || causesOf(error).some((cause) => 'code' in cause && cause.code === STREAM_ENDED);
}

function sdkFailure(error: unknown, attempt: Attempt): AppError | undefined {
  const { sdk, entry } = attempt;
  const server = entry.name;
  if (error instanceof sdk.InsufficientScopeError) {
    const scopes = labelText(error.requiredScope ?? '', MESSAGE_LENGTH);
    return new AppError('insufficient_scope', { server, scopes }, { cause: error });
  }
  if (error instanceof sdk.UnauthorizedError) return new AppError('unauthorized', { server }, { cause: error });
  if (error instanceof sdk.SdkHttpError) return httpFailure(error.status, error, attempt);
  if (error instanceof sdk.ProtocolError) return protocolFailure(error, attempt);
  return error instanceof sdk.SdkError ? localFailure(error, attempt) : undefined;
}

function httpFailure(status: number, cause: Error, { entry, method }: Attempt): AppError {
  if (status === 401) return new AppError('unauthorized', { server: entry.name }, { cause });
  if (method === 'connect' && NOT_MCP.includes(status))
    return new AppError('server_not_mcp', { url: entry.url }, { cause });
  return new AppError('server_error', { host: new URL(entry.url).host, status: String(status) }, { cause });
}

function protocolFailure(error: InstanceType<Sdk['ProtocolError']>, attempt: Attempt): AppError {
  const { method, name = '' } = attempt;
  const options = { cause: error };
  if (error.code === STREAM_ENDED) {
    return new AppError('server_unreachable', { host: new URL(attempt.entry.url).host }, options);
  }
  if (error.code === TOO_LARGE) return tooLarge(options);
  if (error instanceof attempt.sdk.UrlElicitationRequiredError) {
    return new AppError('page_required', { server: attempt.entry.name }, options);
  }
  const message = labelText(error.message, MESSAGE_LENGTH) || String(error.code);
  if (method === 'tools/call') return new AppError('tool_failed', { tool: labelText(name), message }, options);
  if (method === 'prompts/get') return new AppError('prompt_failed', { prompt: labelText(name), message }, options);
  if (isMissingResource(error, attempt)) return new AppError('resource_missing', { uri: labelText(name) }, options);
  return new AppError('request_failed', { what: method, message }, options);
}

/** -32002 in 2025-11-25, -32602 later; the v1 SDK says the latter of anything invalid. */
function isMissingResource(error: InstanceType<Sdk['ProtocolError']>, { method, sdk }: Attempt): boolean {
  if (method !== 'resources/read') return false;
  if (error instanceof sdk.ResourceNotFoundError || error.code === -32_002) return true;
  return error.code === -32_602 && /not found|unknown/i.test(error.message);
}

function localFailure(error: InstanceType<Sdk['SdkError']>, attempt: Attempt): AppError {
  const { entry, method, sdk } = attempt;
  const { SdkErrorCode: code } = sdk;
  const host = new URL(entry.url).host;
  const options = { cause: error };
  switch (error.code) {
    case code.RequestTimeout:
      return new AppError('server_timeout', { host }, options);
    case code.ConnectionClosed:
    case code.NotConnected:
      return new AppError('server_unreachable', { host }, options);
    case code.EraNegotiationFailed:
    case code.ClientHttpUnexpectedContent:
      return new AppError('server_not_mcp', { url: entry.url }, options);
    default:
      return new AppError('answer_invalid', { what: method }, options);
  }
}

function answerFailure(error: unknown, { entry, method }: Attempt): AppError {
  const options = { cause: error };
  if (method === 'connect') return new AppError('server_not_mcp', { url: entry.url }, options);
  return new AppError('answer_invalid', { what: method }, options);
}
