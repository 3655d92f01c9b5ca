import { l10n } from 'vscode';
import type { ErrorWords } from './errorWords.ts';

/** Words for a call that failed, for the person's repositories, and for the demo. */
export const CALL_ERRORS = {
  unauthorized: (arg) =>
    l10n.t(
      '{0} does not accept your sign-in. Sign in again. If that does not help, run "Diagnose Connection" and send its report to whoever runs the server.',
      arg('server'),
    ),
  insufficient_scope: (arg) =>
    l10n.t(
      '{0} needs the permissions {1} for this, and your sign-in does not have all of them. Ask for them: you sign in again, and the rules of your company decide.',
      arg('server'),
      arg('scopes'),
    ),
  scopes_not_granted: (arg) =>
    l10n.t(
      '{0} needs the permissions {1} for this, and the sign-in did not give you all of them. Unless you cancelled it yourself, ask your Okta administrator, or whoever runs the server, for them.',
      arg('server'),
      arg('scopes'),
    ),
  tool_failed: (arg) => l10n.t('The tool {0} failed: {1}', arg('tool'), arg('message')),
  tool_missing: (arg) => l10n.t('{1} has no tool {0}, so this cannot be done there.', arg('tool'), arg('server')),
  prompt_failed: (arg) => l10n.t('The prompt {0} failed: {1}', arg('prompt'), arg('message')),
  prompt_missing: (arg) =>
    l10n.t('{1} has no prompt {0} any more. Refresh the Servers view.', arg('prompt'), arg('server')),
  request_failed: (arg) => l10n.t('The server refused {0}: {1}', arg('what'), arg('message')),
  resource_missing: (arg) => l10n.t('The server has no resource {0}.', arg('uri')),
  template_invalid: (arg) =>
    l10n.t('The server describes addresses by {0}, which is no URI template. Tell whoever runs it.', arg('template')),
  incident_not_found: (arg) => l10n.t('There is no incident {0} any more. Refresh the list.', arg('id')),
  answer_invalid: (arg) => l10n.t("The server's answer cannot be read ({0}). Tell whoever runs it.", arg('what')),
  answer_too_large: (arg) =>
    l10n.t("The server's answer has more than {0} MB and was not read. Tell whoever runs it.", arg('megabytes')),
  answer_lost: (arg) =>
    l10n.t(
      'The answer to {0} was lost. {1} may have done it all the same: look before you call it again.',
      arg('tool'),
      arg('server'),
    ),
  page_required: (arg) =>
    l10n.t('{0} needs you to finish something in the browser first. Do that there, then do this again.', arg('server')),
  no_model: (arg) =>
    l10n.t(
      '{0} asked for a language model, and this editor has none. Install an extension that brings one, then do this again.',
      arg('server'),
    ),
  model_failed: (arg) =>
    l10n.t('{0} asked for a language model, and {1} did not answer: {2}', arg('server'), arg('model'), arg('reason')),
  chat_not_offered: (arg) =>
    l10n.t(
      "{0} is not offered to the editor's chat: its sign-in is a machine's, or bound to this extension. Use the views and commands of Incident Desk instead.",
      arg('server'),
    ),
  arguments_not_json: (arg) =>
    l10n.t(
      'The arguments are not JSON at line {0}, column {1}. Correct them there and run it again.',
      arg('line'),
      arg('column'),
    ),
  arguments_not_object: () => l10n.t('The arguments of a tool have to be one JSON object.'),
  arguments_unclaimed: () =>
    l10n.t(
      'It is not known which tool these arguments are for. Copy them, run "Incident Desk: Call Tool", and put them into the document that opens.',
    ),
  endless_list: (arg) =>
    l10n.t("The server's list of {0} does not end and was cut off. Tell whoever runs it.", arg('what')),
  no_editor: () => l10n.t('No text editor is open. Open a file and select what the incident is about.'),
  no_problem: () => l10n.t('There is no problem at the cursor. Put it where the editor marks one.'),
  no_test_failure: () => l10n.t('Run this from the menu of a test that failed, or of its message.'),
  no_terminal_selection: () =>
    l10n.t('Nothing is selected in the terminal. Select what the incident is about, then do this again.'),

  git_missing: () =>
    l10n.t('There is no Git repository open in this window. Open the folder of one, then do this again.'),
  git_failed: (arg) => l10n.t('Git did not get to the branch {0}: {1}', arg('branch'), arg('reason')),

  demo_failed: (arg) => l10n.t('The local demo stopped: {0}', arg('reason')),
  demo_unsupported: (arg) =>
    l10n.t('The local demo needs Node 22.13 or newer, and this editor runs {0}. Update the editor.', arg('version')),
} satisfies ErrorWords;
