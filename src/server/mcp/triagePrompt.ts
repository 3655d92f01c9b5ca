import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { PROMPT } from '../../shared/names.ts';
import type { ServerParts } from './serverParts.ts';

const FOCUSES = ['severity', 'patterns'] as const;

/** How many incidents a prompt holds at most, the most severe first. */
const MAX_INCIDENTS = 200;

const INSTRUCTIONS: Readonly<Record<(typeof FOCUSES)[number], string>> = {
  severity: `Triage the unresolved incidents below by severity.

1. Put them in the order in which they should be worked on. Severity counts first; then how long an incident has been open, and whether anybody is assigned.
2. For each critical and high incident give the next step in one sentence, and who should take it.
3. Name the incidents whose severity looks wrong for what they describe, with the severity that you would give.
4. End with the one thing to do now.`,
  patterns: `Look for patterns in the unresolved incidents below.

1. Group the incidents that may share a cause: the same service, the same symptom, or a beginning at about the same time.
2. For each group say what they have in common, which cause would explain all of them, and what would confirm or rule it out.
3. Name the incidents that stand alone.
4. End with the group whose cause should be looked for first, and why.

Keep what the data shows apart from what you suspect.`,
};

const focusSchema = z
  .enum(FOCUSES)
  .describe('severity (the default): what to work on first. patterns: what may share a cause.');
const argsSchema = z.object({
  focus: completable(focusSchema, (prefix) => FOCUSES.filter((focus) => focus.startsWith(prefix))).optional(),
});

/** Adds the prompt that has unresolved incidents triaged. */
export function registerTriagePrompt(server: McpServer, { store }: ServerParts): void {
  server.registerPrompt(
    PROMPT.triageIncidents,
    { title: 'Triage Incidents', description: 'Has the unresolved incidents triaged.', argsSchema },
    ({ focus = 'severity' }) => {
      const { incidents } = store.list({ sort: 'severity', limit: MAX_INCIDENTS, unresolved: true });
      const data = incidents.map(({ timeline: _timeline, ...incident }) => incident);
      const text =
        data.length === 0
          ? 'No incidents to triage.'
          : `${INSTRUCTIONS[focus]}\n\nIncident data:\n${JSON.stringify(data, undefined, 2)}`;
      return { messages: [{ role: 'user', content: { type: 'text', text } }] };
    },
  );
}
