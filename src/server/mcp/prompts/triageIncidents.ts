import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Incident } from '../../../shared/incident.ts';
import { PROMPT, TRIAGE_FILTERS } from '../../../shared/names.ts';
import type { ReadingParts } from '../serverParts.ts';
import { fencedData, PromptData } from './promptData.ts';
import { isFiltered, storeFilter, triageFilterArguments, type TriageFilterValues } from './triageFilter.ts';

const FOCUSES = ['severity', 'patterns'] as const;

/** How many incidents a prompt holds at most, the most severe first, and how many characters of them. */
const MAX_INCIDENTS = 200;
const MAX_CHARACTERS = 150_000;
/** Characters of a text in a prompt. */
const DESCRIPTION_LENGTH = 1000;
const NAME_LENGTH = 200;

const INSTRUCTIONS: Readonly<Record<(typeof FOCUSES)[number], string>> = {
  severity: `Triage the incidents below by severity.

1. Put them in the order in which they should be worked on. Severity counts first; then how long an incident has been open, and whether anybody is assigned.
2. For each critical and high incident give the next step in one sentence, and who should take it.
3. Name the incidents whose severity looks wrong for what they describe, with the severity that you would give.
4. End with the one thing to do now.`,
  patterns: `Look for patterns in the incidents below.

1. Group the incidents that may share a cause: the same service, the same symptom, or a beginning at about the same time.
2. For each group say what they have in common, which cause would explain all of them, and what would confirm or rule it out.
3. Name the incidents that stand alone.
4. End with the group whose cause should be looked for first, and why.

Keep what the data shows apart from what you suspect.`,
};

const FOCUS = 'severity (the default): what to work on first. patterns: what may share a cause.';

/** Makes what adds the prompt that has incidents triaged: the unresolved ones, or those that a filter leaves. */
export function triageIncidentsPrompt({ store }: ReadingParts): (server: McpServer) => void {
  const argsSchema = z.object({
    focus: completable(z.enum(FOCUSES).describe(FOCUS), (prefix) =>
      FOCUSES.filter((focus) => focus.startsWith(prefix)),
    ).optional(),
    ...triageFilterArguments(store),
  });
  const description = 'Has the unresolved incidents triaged, or those you filter.';
  return (server) => {
    server.registerPrompt(
      PROMPT.triageIncidents,
      { title: 'Triage Incidents', description, argsSchema },
      async ({ focus = 'severity', ...filter }) => {
        const text = await triageText(store, INSTRUCTIONS[focus], filter);
        return { messages: [{ role: 'user', content: { type: 'text', text } }] };
      },
    );
  };
}

async function triageText(
  store: ReadingParts['store'],
  instructions: string,
  filter: TriageFilterValues,
): Promise<string> {
  const { incidents, counts } = await store.list({ sort: 'severity', limit: MAX_INCIDENTS, ...storeFilter(filter) });
  if (incidents.length === 0) {
    return isFiltered(filter) ? 'No incidents to triage match the filter.' : 'No incidents to triage.';
  }
  const data = new PromptData();
  const shown = fitting(incidents.map((incident) => summary(incident, data)));
  const left = counts.total - shown.length;
  const notes =
    left > 0 ? [`These are the ${shown.length} most severe of ${counts.total}; ${left} were left out.`] : [];
  const filtered = isFiltered(filter) ? [`Filter: ${JSON.stringify(filterGiven(filter, data))}`] : [];
  const fenced = fencedData([...filtered, JSON.stringify(shown, undefined, 2)], [...notes, ...data.notes()]);
  return `${instructions}\n\n${fenced}`;
}

function summary({ timeline: _timeline, ...incident }: Incident, data: PromptData): Omit<Incident, 'timeline'> {
  return {
    ...incident,
    id: data.text(incident.id, NAME_LENGTH),
    title: data.text(incident.title, NAME_LENGTH),
    description: data.text(incident.description, DESCRIPTION_LENGTH),
    service: data.text(incident.service, NAME_LENGTH),
    assignee: data.text(incident.assignee, NAME_LENGTH),
    createdBy: data.text(incident.createdBy, NAME_LENGTH),
    tags: incident.tags.map((tag) => data.text(tag, NAME_LENGTH)),
  };
}

/** As many from the first on as have room. */
function fitting<T>(all: readonly T[]): readonly T[] {
  let characters = 0;
  const end = all.findIndex((one) => (characters += JSON.stringify(one).length) > MAX_CHARACTERS);
  return end < 0 ? all : all.slice(0, Math.max(1, end));
}

function filterGiven(filter: TriageFilterValues, data: PromptData): Record<string, string> {
  const entries = TRIAGE_FILTERS.map((name) => [name, data.text(filter[name] ?? '', NAME_LENGTH)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value.trim() !== ''));
}
