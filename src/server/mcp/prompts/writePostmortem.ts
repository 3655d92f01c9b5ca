import { completable, type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Incident } from '../../../shared/incident.ts';
import { PROMPT } from '../../../shared/names.ts';
import { fields } from '../fields.ts';
import { notFoundText } from '../incidentText.ts';
import type { ReadingParts } from '../serverParts.ts';
import { fencedData, PromptData } from './promptData.ts';

/** Entries of a timeline in a prompt: how it began, and how it went on and ended. */
const FIRST_ENTRIES = 15;
const LAST_ENTRIES = 60;
/** Characters of a text in a prompt. */
const DESCRIPTION_LENGTH = 10_000;
const ENTRY_LENGTH = 2000;
const NAME_LENGTH = 200;

const INSTRUCTIONS = `Write a blameless post-mortem of the incident below, in Markdown, with these sections in this order:

# Post-mortem: <id> <title>
A line with severity, status, service, and from when to when.
## Summary
What happened, whom it hurt and how it ended, in three to five sentences that somebody outside the team understands.
## Impact
Who could not do what, for how long, how many of them.
## Timeline
A table of time (UTC) and event, from the first sign to the end. Only what the data says happened.
## Root cause
What made it possible, and what set it off. Ask why until the answer is something that can be changed.
## Detection and response
How it was noticed, what was tried, what helped, and where time was lost.
## What went well, what went badly, where we were lucky
## Action items
A table of action, kind (prevent, detect, mitigate), owner and due date. Each one can be checked to be done.
## Open questions

Rules:
- Use what the data shows. Where it shows nothing, write "To find out:" and the question; invent no times, numbers, causes, names or owners.
- Keep what is known apart from what you suspect.
- Speak of systems, decisions and what people could know at the time; blame nobody.
- Where the incident is not resolved, say so at the top, and leave the end open.`;

/** Makes what adds the prompt that has a post-mortem of an incident written. */
export function writePostmortemPrompt({ store }: ReadingParts): (server: McpServer) => void {
  const argsSchema = z.object({
    incident_id: completable(fields.id.describe('Id of the incident, such as INC-1042'), (prefix) =>
      store.completeId(prefix),
    ),
  });
  const description = 'Has a post-mortem of an incident written, from its facts and its timeline.';
  return (server) => {
    server.registerPrompt(
      PROMPT.writePostmortem,
      { title: 'Write Post-mortem', description, argsSchema },
      async ({ incident_id: id }) => {
        const incident = await store.get(id);
        if (!incident) throw new ProtocolError(ProtocolErrorCode.InvalidParams, notFoundText(id));
        return { messages: [{ role: 'user', content: { type: 'text', text: postmortemText(incident) } }] };
      },
    );
  };
}

function postmortemText(incident: Incident): string {
  const data = new PromptData();
  const left = incident.timeline.length - FIRST_ENTRIES - LAST_ENTRIES;
  const entries =
    left > 0
      ? [...incident.timeline.slice(0, FIRST_ENTRIES), ...incident.timeline.slice(-LAST_ENTRIES)]
      : incident.timeline;
  const shown: Incident = {
    ...incident,
    title: data.text(incident.title, NAME_LENGTH),
    description: data.text(incident.description, DESCRIPTION_LENGTH),
    service: data.text(incident.service, NAME_LENGTH),
    assignee: data.text(incident.assignee, NAME_LENGTH),
    createdBy: data.text(incident.createdBy, NAME_LENGTH),
    tags: incident.tags.map((tag) => data.text(tag, NAME_LENGTH)),
    timeline: entries.map(({ author, text, ...entry }) => ({
      ...entry,
      author: data.text(author, NAME_LENGTH),
      text: data.text(text, ENTRY_LENGTH),
    })),
  };
  const notes =
    left > 0 ? [`${left} entries of the timeline were left out after the first ${FIRST_ENTRIES} of them.`] : [];
  return `${INSTRUCTIONS}\n\n${fencedData([JSON.stringify(shown, undefined, 2)], [...notes, ...data.notes()])}`;
}
