import { codeSpan, plainMarkdown } from '../../core/mcp/markdownParts.ts';
import type { DiagnosisReport, ReportedStep } from './diagnosisReport.ts';

function factLine({ label, values }: ReportedStep['facts'][number]): string {
  const spans = values.map((one) => codeSpan(one));
  const [only] = spans;
  if (spans.length === 1 && only !== undefined) return `- ${plainMarkdown(label)}: ${only}`;
  return [`- ${plainMarkdown(label)}:`, ...spans.map((one) => `  - ${one}`)].join('\n');
}

function stepPart({ title, state, error, findings, facts }: ReportedStep): string {
  const heading = `## ${plainMarkdown(title)} — ${plainMarkdown(state)}`;
  const bold = error === undefined ? [] : [`**${plainMarkdown(error)}**`];
  const found = findings.map((line) => plainMarkdown(line));
  return [heading, ...bold, ...found, facts.map(factLine).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** The report as Markdown for the editor; what servers and issuers wrote stays text in it. */
export function diagnosisMarkdown({ title, summary, toMend, others, notes }: DiagnosisReport): string {
  const rule = toMend.length > 0 && others.length > 0 ? ['---'] : [];
  const steps = [...toMend.map(stepPart), ...rule, ...others.map(stepPart)];
  const footer = notes.map((line) => plainMarkdown(line)).join('  \n');
  const parts = [`# ${plainMarkdown(title)}`, `**${plainMarkdown(summary)}**`, ...steps, '---', footer];
  return `${parts.join('\n\n')}\n`;
}
