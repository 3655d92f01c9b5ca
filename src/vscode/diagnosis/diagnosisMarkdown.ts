import { l10n } from 'vscode';
import type { Diagnosis, DiagnosisStep, Fact } from '../../core/diagnosis/diagnosis.ts';
import { codeSpan, plainMarkdown } from '../../core/mcp/markdownParts.ts';
import { labelText } from '../../core/shownText.ts';
import { messageFor } from '../words/messages.ts';
import { findingWords } from './findingWords.ts';
import { factLabel, stateWords, stepTitle } from './stepWords.ts';

const { t } = l10n;

function factLine({ name, value }: Fact): string {
  const values = (typeof value === 'string' ? [value] : value).map((one) => codeSpan(labelText(one)));
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `- ${plainMarkdown(factLabel(name))}: ${only}`;
  return [`- ${plainMarkdown(factLabel(name))}:`, ...values.map((one) => `  - ${one}`)].join('\n');
}

function stepPart(step: DiagnosisStep, number: number): string {
  const heading = `## ${plainMarkdown(`${String(number)}. ${stepTitle(step.id)}`)} — ${plainMarkdown(stateWords(step.state))}`;
  const facts = step.facts.map(factLine).join('\n');
  const findings = step.findings.map((finding) => plainMarkdown(findingWords(finding)));
  const error = step.error ? [`**${plainMarkdown(messageFor(step.error).text)}**`] : [];
  return [heading, ...error, ...findings, facts].filter((part) => part !== '').join('\n\n');
}

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

/** The report as Markdown; what servers and issuers wrote stays text in it. `about` tells of editor and time. */
export function diagnosisMarkdown(diagnosis: Diagnosis, about: readonly string[]): string {
  const { server, steps } = diagnosis;
  const title = `# ${plainMarkdown(t('Connection to {0}', labelText(server.name)))}`;
  const note = t('This report holds no token and no secret.');
  const parts = steps.map((step, index) => stepPart(step, index + 1));
  const footer = [...about, note].map((line) => plainMarkdown(line)).join('  \n');
  return `${[title, `**${plainMarkdown(diagnosisSummary(diagnosis))}**`, ...parts, '---', footer].join('\n\n')}\n`;
}
