import { l10n } from 'vscode';
import type { Diagnosis, DiagnosisStep } from '../../core/diagnosis/diagnosis.ts';
import { labelText } from '../../core/shownText.ts';
import { messageFor } from '../words/messages.ts';
import { diagnosisSummary } from './diagnosisSummary.ts';
import { findingWords } from './findingWords.ts';
import { factLabel, stateWords, stepTitle } from './stepWords.ts';

const { t } = l10n;

/** One step in words. Each text is one line; what servers and issuers wrote may stand in any but the headings. */
export interface ReportedStep {
  readonly title: string;
  readonly state: string;
  readonly error?: string;
  readonly findings: readonly string[];
  readonly facts: readonly { readonly label: string; readonly values: readonly string[] }[];
}

/** A diagnosis in words, of no markup yet. */
export interface DiagnosisReport {
  readonly title: string;
  readonly summary: string;
  /** The steps that are bad, which the reader is after, before all others. */
  readonly toMend: readonly ReportedStep[];
  readonly others: readonly ReportedStep[];
  /** Of editor and time, and what the report does not hold. */
  readonly notes: readonly string[];
}

function reportedStep({ id, state, error, findings, facts }: DiagnosisStep, index: number): ReportedStep {
  // The words of the error would send the reader to this very report.
  const isExplained = findings.some(({ code }) => code === 'token_refused');
  return {
    title: `${String(index + 1)}. ${stepTitle(id)}`,
    state: stateWords(state),
    ...(error && !isExplained ? { error: messageFor(error).text } : {}),
    findings: findings.map((finding) => findingWords(finding)),
    facts: facts.map(({ name, value }) => ({
      label: factLabel(name),
      values: (typeof value === 'string' ? [value] : value).map((one) => labelText(one)),
    })),
  };
}

/** Puts a diagnosis into words. `about` tells of editor and time. */
export function diagnosisReport(diagnosis: Diagnosis, about: readonly string[]): DiagnosisReport {
  const steps = diagnosis.steps.map((step, index) => ({
    isBad: step.state === 'bad',
    words: reportedStep(step, index),
  }));
  const those = (bad: boolean) => steps.filter(({ isBad }) => isBad === bad).map(({ words }) => words);
  return {
    title: t('Connection to {0}', labelText(diagnosis.server.name)),
    summary: diagnosisSummary(diagnosis),
    toMend: those(true),
    others: those(false),
    notes: [...about, t('This report holds no token and no secret.')],
  };
}
