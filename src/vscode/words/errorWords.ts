import { l10n } from 'vscode';
import type { AppErrorCode } from '../../core/errors.ts';

/** Gives an argument of an error, made safe to show; "unknown" where it has none. */
export type Argument = (name: string) => string;

/** The words for some codes: what happened, what to do. */
export type ErrorWords = Partial<Record<AppErrorCode, (arg: Argument) => string>>;

/** Why an issuer refused, in its own words, with the code that an administrator can look up. */
export function reason(arg: Argument): string {
  const description = arg('description');
  if (description === l10n.t('unknown')) return arg('error');
  return l10n.t('{0} ({1})', description.replace(/\.$/, ''), arg('error'));
}
