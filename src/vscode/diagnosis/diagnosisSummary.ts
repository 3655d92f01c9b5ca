import { l10n } from 'vscode';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { stepTitle } from './stepWords.ts';

const { t } = l10n;

/** What is to be mended, or how things stand, in one sentence. */
export function diagnosisSummary({ steps }: Diagnosis): string {
  const bad = steps.filter(({ state }) => state === 'bad');
  const [first] = bad;
  if (first) {
    const number = steps.indexOf(first) + 1;
    const title = stepTitle(first.id);
    return bad.length === 1
      ? t('One step has to be mended: step {0}, "{1}".', number, title)
      : t('{0} steps have to be mended; begin with step {1}, "{2}".', bad.length, number, title);
  }
  const signedOut = steps.some(({ findings }) => findings.some(({ code }) => code === 'not_signed_in'));
  if (signedOut)
    return t('Nothing is in the way of signing in. Sign in, then diagnose again to check token and calls.');
  const warnings = steps.flatMap(({ id, state }, index) =>
    state === 'warning' ? [t('step {0}, "{1}"', index + 1, stepTitle(id))] : [],
  );
  return warnings.length === 0
    ? t('Everything works.')
    : t('Everything works. Worth knowing: {0}.', warnings.join('; '));
}
