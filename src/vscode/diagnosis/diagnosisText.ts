import { plainText } from '../words/plainText.ts';
import type { DiagnosisReport, ReportedStep } from './diagnosisReport.ts';

/** Values may hold Markdown links of a server, which some of the places that the text is pasted into would draw. */
function factLines({ label, values }: ReportedStep['facts'][number]): readonly string[] {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return [`- ${label}: ${plainText(only)}`];
  return [`- ${label}:`, ...values.map((one) => `  - ${plainText(one)}`)];
}

function stepLines({ title, state, error, findings, facts }: ReportedStep): readonly string[] {
  return ['', `${title} — ${state}`, ...(error === undefined ? [] : [error]), ...findings, ...facts.flatMap(factLines)];
}

/** The report as text to paste anywhere, such as into a chat or a ticket: it has no markup but dashes before lists. */
export function diagnosisText({ title, summary, toMend, others, notes }: DiagnosisReport): string {
  const steps = [...toMend, ...others];
  return `${[plainText(title), summary, ...steps.flatMap(stepLines), '', ...notes].join('\n')}\n`;
}
