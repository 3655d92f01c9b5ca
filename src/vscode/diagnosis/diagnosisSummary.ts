import { l10n } from 'vscode';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';

const { t } = l10n;

/** How many steps are bad and how many are worth knowing, in one sentence. */
export function diagnosisSummary({ steps }: Diagnosis): string {
  const bad = steps.filter(({ state }) => state === 'bad').length;
  const warnings = steps.filter(({ state }) => state === 'warning').length;
  if (bad === 1) return t('One step has to be mended.');
  if (bad > 1) return t('{0} steps have to be mended; begin with the first.', bad);
  const signedOut = steps.some(({ findings }) => findings.some(({ code }) => code === 'not_signed_in'));
  if (signedOut)
    return t('Nothing is in the way of signing in. Sign in, then diagnose again to check token and calls.');
  return warnings === 0 ? t('Everything works.') : t('Everything works; something is worth knowing.');
}
