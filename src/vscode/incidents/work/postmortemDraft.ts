import { l10n } from 'vscode';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { codeBlock, plainMarkdown } from '../../../core/mcp/markdownParts.ts';
import { labelText } from '../../../core/shownText.ts';
import { severityWord, statusWord } from '../incidentWords.ts';

const { t } = l10n;

const CELL_LENGTH = 1000;

/** A post-mortem of an incident to be filled in: what is known stands there, and what to find out under each heading. */
export function postmortemDraft(incident: ShownIncident, link: string): string {
  const { id, title, description } = incident;
  const sections: readonly (readonly string[])[] = [
    [`# ${t('Post-mortem: {0}', plain(`${id} ${title}`))}`, facts(incident, link)],
    [`## ${t('Summary')}`, hint(t('What happened, whom it hurt and how it ended, in three to five sentences.'))],
    description === '' ? [] : [`## ${t('What was reported')}`, codeBlock(description, 'text')],
    [`## ${t('Impact')}`, hint(t('Who could not do what, for how long, how many of them?'))],
    [`## ${t('Timeline')}`, timeline(incident)],
    [`## ${t('Root cause')}`, hint(t('What made it possible, and what set it off? Ask why until it can be changed.'))],
    [
      `## ${t('Detection and response')}`,
      hint(t('How was it noticed, what was tried, what helped, and where was time lost?')),
    ],
    [`## ${t('What went well, what went badly, where we were lucky')}`, '- '],
    [`## ${t('Action items')}`, table([t('Action'), t('Kind'), t('Owner'), t('Due')], [['', '', '', '']])],
    [`## ${t('Open questions')}`, '- '],
  ];
  return `${sections.flat().join('\n\n')}\n`;
}

function hint(words: string): string {
  return `_${words}_`;
}

function plain(text: string): string {
  return plainMarkdown(labelText(text, CELL_LENGTH));
}

function facts(incident: ShownIncident, link: string): string {
  const known: readonly (readonly [string, string])[] = [
    [t('Severity'), severityWord(incident.severity)],
    [t('Status'), statusWord(incident.status)],
    [t('Service'), incident.service],
    [t('Assignee'), incident.assignee],
    [t('Reported by'), incident.createdBy],
    [t('Reported'), instant(incident.createdAt)],
    [t('Last change'), instant(incident.updatedAt)],
    [t('Tags'), incident.tags.join(', ')],
  ];
  const lines = known.filter(([, value]) => value !== '').map(([name, value]) => `- ${name}: ${plain(value)}`);
  return [...lines, `- ${t('Incident')}: <${link}>`].join('\n');
}

function timeline({ createdAt, createdBy, timeline: entries }: ShownIncident): string {
  const isBegun = entries.some(({ kind }) => kind === 'created');
  const begin = isBegun || createdAt === '' ? [] : [[instant(createdAt), t('Reported'), createdBy]];
  const rows = entries.map(({ at, text, author }) => [instant(at), text, author]);
  const all = [...begin, ...rows];
  return table([t('Time (UTC)'), t('Event'), t('Who')], all.length > 0 ? all : [['', '', '']]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const divider = line(head.map(() => '---'));
  return [line(head), divider, ...rows.map((cells) => line(cells.map(plain)))].join('\n');
}

/** The same wherever it is read, since people of several time zones write post-mortems together. */
function instant(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 19).replace('T', ' ');
}
