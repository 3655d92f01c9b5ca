import { l10n } from 'vscode';
import type { SettingsProblem } from './parseServers.ts';

const WORDS: Record<SettingsProblem | 'not_seconds', (choices: string) => string> = {
  not_http: () => l10n.t('must be an http or https address'),
  not_https: () => l10n.t('must be an https address; http is only for this machine'),
  has_credentials: () => l10n.t('must not hold a user name or password'),
  has_fragment: () => l10n.t('must not hold a # part'),
  has_query: () => l10n.t('must not hold a ? part'),
  not_list: () => l10n.t('must be a list'),
  not_object: () => l10n.t('must be an object with "name" and "url"'),
  not_filter: () => l10n.t('must be an object with "text", "severity", "status", "service", "assignee" and "mine"'),
  not_boolean: () => l10n.t('must be true or false'),
  not_provider: () => l10n.t('must be an object with "issuer" and "clientId"'),
  not_text: () => l10n.t('must be a text in quotes'),
  not_choice: (choices) => l10n.t('must be one of {0}', choices),
  not_seconds: () => l10n.t('must be a number of seconds, 0 for never'),
  missing: () => l10n.t('is missing'),
  empty: () => l10n.t('must not be empty'),
  not_scope: () => l10n.t('must be one permission (scope), without spaces, quotes or backslashes'),
  name_twice: () => l10n.t('is the name of another server already'),
  server_twice: () => l10n.t('is the same server as another entry, with the same issuer and client ID'),
};

/** Words for what is wrong with a field of a setting, to follow the field's name. `choices` are those it has. */
export function problemWords(problem: string, choices = ''): string {
  const words = Object.entries(WORDS).find(([code]) => code === problem)?.[1];
  return words ? words(choices) : problem;
}
