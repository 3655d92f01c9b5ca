import { l10n } from 'vscode';
import { linkProblemWords } from '../servers/linkProblemWords.ts';
import { problemWords } from '../settings/problemWords.ts';
import type { ErrorWords } from './errorWords.ts';
import { certificateWords, proxyWords, unreachableWords } from './networkWords.ts';

/** Words for what is wrong in the settings, and for a server that cannot be reached. */
export const CONNECTION_ERRORS = {
  cancelled: () => l10n.t('Cancelled.'),
  invalid_settings: (arg) =>
    l10n.t('{0}: {1}. Correct it in the settings.', arg('field'), problemWords(arg('problem'), arg('choices'))),
  server_link_invalid: (arg) =>
    l10n.t(
      'This link adds no server: {0} {1}. Nothing was changed; ask whoever sent it for another.',
      arg('field'),
      linkProblemWords(arg('problem'), arg('choices')),
    ),
  incident_link_invalid: () =>
    l10n.t(
      'This link opens no incident: it is incomplete, or holds what such a link may not hold. Ask whoever sent it for the ID of the incident.',
    ),
  no_servers: () => l10n.t('No incident server is set up. Add one, or start the local demo.'),
  unknown_server: (arg) =>
    l10n.t('There is no server "{0}" any more. It may have been removed from the settings.', arg('server')),

  server_unreachable: (arg) => unreachableWords(arg('host'), arg('reason')),
  certificate_refused: (arg) => certificateWords(arg('host'), arg('reason')),
  proxy_failed: (arg) => proxyWords(arg('host'), arg('reason')),
  server_not_mcp: (arg) =>
    l10n.t('{0} answered, but not as an MCP server. Check the address: it usually ends in /mcp.', arg('url')),
  server_not_protected: (arg) =>
    l10n.t(
      '{0} does not ask anybody to sign in, and Incident Desk connects only to servers that do. Check the address; if it is right, tell whoever runs the server.',
      arg('url'),
    ),
  server_error: (arg) =>
    l10n.t(
      '{0} had an error of its own (status {1}). Try again in a while; if it stays, tell whoever runs the server.',
      arg('host'),
      arg('status'),
    ),
  server_timeout: (arg) => l10n.t('{0} took too long to answer. Try again.', arg('host')),
  redirected_elsewhere: (arg) =>
    l10n.t(
      '{0} sends callers on to another address, {1}. Nothing was sent there. If the server moved, change its address in the settings.',
      arg('host'),
      arg('target'),
    ),
  address_refused: (arg) =>
    l10n.t(
      'The address {0} was not used. Addresses must be https, or http on this computer, and one inside a private network is used only for a server that is there too. Check this server in the settings; if its addresses are right, tell whoever runs it.',
      arg('url'),
    ),
} satisfies ErrorWords;
