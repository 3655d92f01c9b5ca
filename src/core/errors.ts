/**
 * Every way in which the client can fail, as a stable code. `src/vscode/words/messages.ts` gives the words for
 * each; arguments named beside a code are the ones its words use.
 */
export type AppErrorCode =
  | 'cancelled'
  // settings
  | 'invalid_settings' // field, problem, choices where it has some
  | 'server_link_invalid' // as invalid_settings
  | 'incident_link_invalid'
  | 'no_servers'
  | 'unknown_server' // server
  // reaching the server
  | 'server_unreachable' // host, reason where no connection came about
  | 'certificate_refused' // host, reason
  | 'proxy_failed' // host, reason
  | 'server_not_mcp' // url
  | 'server_not_protected' // url
  | 'server_error' // host, status
  | 'server_timeout' // host
  | 'redirected_elsewhere' // host, target
  | 'address_refused' // url
  // discovery
  | 'metadata_invalid' // url
  | 'metadata_too_large' // url
  | 'resource_mismatch' // resource, url
  | 'issuer_not_named' // issuer, url, named
  | 'issuer_mismatch' // issuer, found
  | 'issuer_slash' // issuer, found
  | 'issuer_is_metadata' // issuer, likely
  | 'login_page_foreign' // issuer, known
  | 'issuer_unreachable' // issuer
  | 'issuer_missing' // url
  | 'pkce_unsupported' // issuer
  | 'dpop_unsupported' // issuer, url
  | 'assertion_unsupported' // issuer
  | 'client_id_required' // issuer
  | 'client_document_unsupported' // issuer, clientId
  | 'registration_failed' // issuer, error, description
  | 'issuer_required' // url
  | 'credential_invalid' // reason
  // signing in
  | 'relay_required'
  | 'no_way_to_sign_in' // issuer
  | 'device_not_offered' // issuer
  | 'device_address_foreign' // issuer, host
  | 'device_code_expired' // issuer
  | 'loopback_busy' // ports
  | 'authorization_denied' // issuer, error, description
  | 'authorization_expired'
  | 'callback_invalid' // reason
  | 'token_request_failed' // issuer, error, description
  | 'credential_refused' // issuer, error, description
  | 'token_endpoint_foreign' // issuer, host
  | 'token_type_mismatch' // issuer
  | 'id_token_missing' // issuer
  | 'assertion_invalid' // issuer, audience
  | 'account_differs' // expected, found
  | 'sign_in_interrupted' // issuer
  | 'token_endpoint_unreachable' // issuer
  | 'signed_out' // server
  | 'session_ended' // server
  // calling the server
  | 'unauthorized' // server
  | 'insufficient_scope' // server, scopes
  | 'scopes_not_granted' // server, scopes
  | 'tool_failed' // tool, message
  | 'tool_missing' // tool, server
  | 'prompt_failed' // prompt, message
  | 'prompt_missing' // prompt, server
  | 'request_failed' // what, message
  | 'resource_missing' // uri
  | 'template_invalid' // template
  | 'incident_not_found' // id
  | 'answer_invalid' // what
  | 'answer_too_large' // megabytes
  | 'answer_lost' // tool, server
  | 'page_required' // server
  | 'no_model' // server
  | 'model_failed' // server, model, reason
  | 'chat_not_offered' // server
  | 'arguments_not_json' // line, column
  | 'arguments_not_object'
  | 'arguments_unclaimed'
  | 'endless_list' // what
  // creating an incident
  | 'no_editor'
  | 'no_problem'
  | 'no_test_failure'
  | 'no_terminal_selection'
  // the person's repositories
  | 'git_missing'
  | 'git_failed' // branch, reason
  // the demo
  | 'demo_failed' // reason
  | 'demo_unsupported'; // version

/** Causes may go round in a circle. */
const CAUSE_DEPTH = 8;

/** Values that the words of an error name. Never a secret: they are shown and logged. */
export type AppErrorArguments = Readonly<Record<string, string>>;

/** The one error that core throws on purpose. Holds no prose: the face owns the words. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly args: AppErrorArguments;

  constructor(code: AppErrorCode, args: AppErrorArguments = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.args = args;
  }
}

/** An error and what caused it, the outermost first, as far as that can be followed. */
export function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < CAUSE_DEPTH; at = at.cause) chain.push(at);
  return chain;
}

/** Whether `error` says that a request had no answer, or only one of somebody on the way. */
export function isUnanswered(error: unknown): error is AppError {
  return isAppError(error, 'server_unreachable', 'server_timeout') || isUntrustedNetwork(error);
}

/** Whether `error` says that this computer and the network do not agree, whoever is asked: a person has to act. */
export function isUntrustedNetwork(error: unknown): error is AppError {
  return isAppError(error, 'certificate_refused', 'proxy_failed');
}

/** Whether `error` says that somebody could not be reached, which may pass by itself, or in another network. */
export function isOffline(error: unknown): boolean {
  return isUnanswered(error) || isAppError(error, 'token_endpoint_unreachable', 'issuer_unreachable');
}

/** As `phase` of an error: it came before anything was asked. */
export const CONNECTING = 'connect';

/** Statuses by which a gateway says that it had no answer of the server behind it. */
const LOST_BEHIND_GATEWAY = ['502', '504'];

/** Whether a request that failed with `error` may have done its work: only its answer was lost or unusable. */
export function mayHaveArrived(error: unknown): boolean {
  if (isAppError(error) && error.args['phase'] === CONNECTING) return false;
  if (isAppError(error, 'server_unreachable') && error.args['reason'] !== undefined) return false;
  if (isAppError(error, 'server_error')) return LOST_BEHIND_GATEWAY.includes(error.args['status'] ?? '');
  return isAppError(error, 'server_unreachable', 'server_timeout', 'answer_invalid', 'answer_too_large');
}

/** Whether `error` says that there is no sign-in: nobody signed in, or the issuer ended it. */
export function isSignedOut(error: unknown): error is AppError & { readonly code: 'signed_out' | 'session_ended' } {
  return isAppError(error, 'signed_out', 'session_ended');
}

/** Whether `error` is an {@link AppError} with one of `codes`, or with any code where none is named. */
export function isAppError(error: unknown, ...codes: AppErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
}
