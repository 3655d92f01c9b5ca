import assert from 'node:assert/strict';
import { AppError, type AppErrorCode } from '../../src/core/errors.ts';
import { COMMAND_IDS } from '../../src/vscode/commands/commandIds.ts';
import { messageFor, messageForAny } from '../../src/vscode/words/messages.ts';

/** Each code with the arguments its words use. The type keeps the list complete. */
const ARGUMENTS: Record<AppErrorCode, Readonly<Record<string, string>>> = {
  cancelled: {},
  invalid_settings: { field: 'incidentDesk.servers[1].url', problem: 'not_http' },
  server_link_invalid: { field: 'url', problem: 'not_https' },
  incident_link_invalid: {},
  no_servers: {},
  unknown_server: { server: 'Production' },
  server_unreachable: { host: 'a.example', reason: 'refused' },
  certificate_refused: { host: 'a.example', reason: 'unknown_authority' },
  proxy_failed: { host: 'a.example', reason: 'login' },
  server_not_mcp: { url: 'https://a.example/mcp' },
  server_not_protected: { url: 'https://a.example/mcp' },
  server_error: { host: 'a.example', status: '500' },
  server_timeout: { host: 'a.example' },
  redirected_elsewhere: { host: 'a.example', target: 'b.example' },
  address_refused: { url: 'http://a.example' },
  metadata_invalid: { url: 'https://a.example/.well-known/x' },
  metadata_too_large: { url: 'https://a.example/.well-known/x' },
  resource_mismatch: { resource: 'https://b.example', url: 'https://a.example/mcp' },
  issuer_not_named: { issuer: 'https://i.example', url: 'https://a.example/mcp', named: 'https://j.example' },
  issuer_mismatch: { issuer: 'https://i.example', found: 'https://j.example' },
  issuer_slash: { issuer: 'https://i.example/', found: 'https://i.example' },
  issuer_is_metadata: { issuer: 'https://i.example/.well-known/openid-configuration', likely: 'https://i.example' },
  login_page_foreign: { issuer: 'https://i.example', known: 'https://j.example' },
  issuer_unreachable: { issuer: 'https://i.example' },
  issuer_missing: { url: 'https://a.example/mcp' },
  dpop_unsupported: { issuer: 'https://okta.example/oauth2/default', url: 'https://mcp.example/mcp' },
  assertion_unsupported: { issuer: 'https://as.example' },
  pkce_unsupported: { issuer: 'https://i.example' },
  client_id_required: { issuer: 'https://i.example' },
  client_document_unsupported: { issuer: 'https://i.example', clientId: 'https://c.example/client.json' },
  registration_failed: { issuer: 'https://i.example', error: 'invalid_redirect_uri', description: 'No scheme' },
  issuer_required: { url: 'https://a.example/mcp' },
  credential_invalid: { reason: 'encrypted' },
  relay_required: {},
  no_way_to_sign_in: { issuer: 'https://i.example' },
  device_not_offered: { issuer: 'https://i.example' },
  device_address_foreign: { issuer: 'https://i.example', host: 'evil.example' },
  device_code_expired: { issuer: 'https://i.example' },
  loopback_busy: { ports: '33419, 33420, 33421' },
  authorization_denied: { issuer: 'https://i.example', error: 'access_denied', description: 'Not assigned' },
  authorization_expired: {},
  callback_invalid: { reason: 'state' },
  credential_refused: { issuer: 'https://i.example', error: 'invalid_client', description: 'Wrong secret' },
  token_endpoint_foreign: { issuer: 'https://i.example', host: 'evil.example' },
  token_type_mismatch: { issuer: 'https://okta.example/oauth2/default' },
  id_token_missing: { issuer: 'https://idp.example' },
  assertion_invalid: { issuer: 'https://idp.example', audience: 'https://as.example' },
  token_request_failed: { issuer: 'https://i.example', error: 'invalid_client', description: 'Unknown client' },
  account_differs: { expected: 'ada (Production)', found: 'grace (Production)' },
  sign_in_interrupted: { issuer: 'https://i.example' },
  token_endpoint_unreachable: { issuer: 'https://i.example' },
  signed_out: { server: 'Production' },
  session_ended: { server: 'Production' },
  unauthorized: { server: 'Production' },
  insufficient_scope: { server: 'Production', scopes: 'incidents:write' },
  scopes_not_granted: { server: 'Production', scopes: 'incidents:write' },
  tool_failed: { tool: 'create_incident', message: 'No title.' },
  tool_missing: { tool: 'create_incident', server: 'Production' },
  prompt_failed: { prompt: 'triage', message: 'No focus.' },
  incident_not_found: { id: 'INC-1' },
  request_failed: { what: 'tools/list', message: 'Not now.' },
  template_invalid: { template: 'x://{' },
  prompt_missing: { prompt: 'ask', server: 'Production' },
  resource_missing: { uri: 'incidents://all' },
  answer_invalid: { what: 'tools/list' },
  answer_too_large: { megabytes: '16' },
  answer_lost: { tool: 'Create Incident', server: 'Production' },
  page_required: { server: 'Production' },
  chat_not_offered: { server: 'Production' },
  no_model: { server: 'Production' },
  model_failed: { server: 'Production', model: 'Large', reason: 'Quota exceeded' },
  arguments_not_json: { line: '3', column: '7' },
  arguments_not_object: {},
  arguments_unclaimed: {},
  endless_list: { what: 'tools' },
  no_editor: {},
  no_problem: {},
  no_test_failure: {},
  no_terminal_selection: {},
  git_missing: {},
  git_failed: { branch: 'incident/INC-1', reason: 'a branch incident is in the way' },
  demo_failed: { reason: 'port taken' },
  demo_unsupported: { version: '20.1.0' },
};

/** Arguments that are codes themselves, with words of their own. */
const PUT_INTO_WORDS = [
  'invalid_settings.problem',
  'server_link_invalid.problem',
  'callback_invalid.reason',
  'server_unreachable.reason',
  'certificate_refused.reason',
  'proxy_failed.reason',
];

describe('The words of an error', () => {
  for (const [code, args] of Object.entries(ARGUMENTS)) {
    it(`say what happened and to whom: ${code}`, () => {
      const { text, action } = messageFor(asError(code, args));
      assert.match(text, /^\S.*[.:)a-z]$/u);
      assert.doesNotMatch(text, /\{\d\}|unknown|undefined/u);
      const shown = Object.entries(args).filter(([name]) => !PUT_INTO_WORDS.includes(`${code}.${name}`));
      assert.deepEqual(
        shown.filter(([, value]) => !text.includes(value)),
        [],
      );
      if (action) assert.ok(COMMAND_IDS.includes(action.command));
    });
  }

  it('name the field of a wrong setting and what it must be', () => {
    const { text } = messageFor(new AppError('invalid_settings', ARGUMENTS.invalid_settings));
    assert.match(text, /^incidentDesk\.servers\[1\]\.url: must be an http or https address/);
  });

  it('name the choices that a setting, or a value of a link, has', () => {
    const args = { problem: 'not_choice', choices: '"auto", "device"' };
    for (const code of ['invalid_settings', 'server_link_invalid'] as const) {
      const { text } = messageFor(new AppError(code, { field: 'signIn', ...args }));
      assert.match(text, /signIn:? must be one of "auto", "device"/);
    }
  });

  it('say why a callback was not used', () => {
    const { text } = messageFor(new AppError('callback_invalid', { reason: 'iss_mismatch' }));
    assert.match(text, /from another authorization server/);
  });

  it('never hand on a link or a control character of a server', () => {
    const message = 'no\u0007 [Fix it](command:workbench.action.quit)';
    const { text } = messageFor(new AppError('tool_failed', { tool: 'x', message }));
    assert.equal(text, 'The tool x failed: no Fix it');
  });

  it('offer to sign in where that is what is missing', () => {
    for (const code of ['signed_out', 'session_ended', 'unauthorized', 'sign_in_interrupted'] as const) {
      assert.equal(messageFor(new AppError(code, ARGUMENTS[code])).action?.command, 'incidentDesk.signIn');
    }
  });

  it('hide the text of an unexpected error, which only the log has', () => {
    const { text, action } = messageForAny(new TypeError('x is undefined'));
    assert.doesNotMatch(text, /undefined/);
    assert.equal(action?.command, 'incidentDesk.showLog');
  });
});

function asError(code: string, args: Readonly<Record<string, string>>): AppError {
  const known = Object.keys(ARGUMENTS).find((other): other is AppErrorCode => other === code);
  assert.ok(known);
  return new AppError(known, args);
}
