import { l10n } from 'vscode';

const WORDS: Readonly<Record<string, () => string>> = {
  iss_missing: () => l10n.t('it does not say which authorization server it is from'),
  iss_mismatch: () => l10n.t('it is from another authorization server'),
  too_long: () => l10n.t('it is too long'),
  path: () => l10n.t('it came to another address'),
  repeated_parameter: () => l10n.t('it says something twice'),
  repeated: () => l10n.t('it was used already'),
  state: () => l10n.t('it answers another sign-in'),
  code_missing: () => l10n.t('it holds no code'),
};

/** Words for why a callback was not accepted: argument `reason` of `callback_invalid`. */
export function callbackWords(reason: string): string {
  const words = Object.entries(WORDS).find(([code]) => code === reason)?.[1];
  return words ? words() : reason;
}
