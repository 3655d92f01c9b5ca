import * as z from 'zod/mini';
import { blockSchema } from './text/blocks.ts';

/** What a button of the page asks for. */
export const pageActionSchema = z.enum([
  'acknowledge',
  'resolve',
  'reopen',
  'assignToMe',
  'writePostmortem',
  'copyId',
  'copyLink',
  'copyJson',
  'refresh',
  'showAll',
  'help',
]);
/** A parsed {@link pageActionSchema}. */
export type PageAction = z.infer<typeof pageActionSchema>;

const buttonSchema = z.object({ action: pageActionSchema, label: z.string(), primary: z.boolean() });
/** A button as the page shows it. */
export type PageButton = z.infer<typeof buttonSchema>;

const factSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), label: z.string(), value: z.string() }),
  z.object({ kind: z.literal('instant'), label: z.string(), value: z.string() }),
  z.object({ kind: z.literal('tags'), label: z.string(), values: z.array(z.string()) }),
]);
/** One line of an incident's facts; instants are as the server sent them. */
export type PageFact = z.infer<typeof factSchema>;

const severityChoiceSchema = z.object({
  label: z.string(),
  value: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  save: z.string(),
});
/** The choice of another severity. */
export type SeverityChoice = z.infer<typeof severityChoiceSchema>;

const noteFormSchema = z.object({
  label: z.string(),
  hint: z.string(),
  add: z.string(),
  /** Empty where the incident cannot be resolved. */
  addAndResolve: z.string(),
});
/** The form for a note. */
export type NoteForm = z.infer<typeof noteFormSchema>;

const stateSchema = z.object({
  kind: z.enum(['idle', 'busy', 'saved', 'news', 'stale', 'failed', 'conflict']),
  text: z.string(),
});
/** What is being done, what came of it, or what somebody else did. */
export type WorkState = z.infer<typeof stateSchema>;

const entrySchema = z.object({
  /** The same for as long as the entry stays where it is. */
  key: z.string(),
  at: z.string(),
  author: z.string(),
  kind: z.string(),
  isNote: z.boolean(),
  blocks: z.array(blockSchema),
});
/** An entry of the timeline as the page shows it. */
export type PageEntry = z.infer<typeof entrySchema>;

const restSchema = z.nullable(z.object({ text: z.string(), showAll: z.string() }));
/** Says what is left out, and the label of the button that shows it; empty where nothing more is known. */
export type Rest = z.infer<typeof restSchema>;

/** The server's own word, for its colour, what it is the word for, and what people read. */
const markSchema = z.object({ level: z.string(), name: z.string(), label: z.string() });

const incidentSchema = z.object({
  kind: z.literal('incident'),
  id: z.string(),
  title: z.string(),
  severity: markSchema,
  status: markSchema,
  state: stateSchema,
  actions: z.object({ label: z.string(), changes: z.array(buttonSchema), others: z.array(buttonSchema) }),
  severityChoice: z.nullable(severityChoiceSchema),
  factsHeading: z.string(),
  facts: z.array(factSchema),
  description: z.object({ heading: z.string(), blocks: z.array(blockSchema), empty: z.string(), rest: restSchema }),
  timeline: z.object({ heading: z.string(), entries: z.array(entrySchema), empty: z.string(), rest: restSchema }),
  note: z.nullable(noteFormSchema),
  words: z.object({ taskOpen: z.string(), taskDone: z.string() }),
});

/** Everything the incident page shows, in words ready to read. */
export const pageModelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loading'), text: z.string() }),
  z.object({ kind: z.literal('problem'), heading: z.string(), text: z.string(), buttons: z.array(buttonSchema) }),
  incidentSchema,
]);
/** A parsed {@link pageModelSchema}. */
export type PageModel = z.infer<typeof pageModelSchema>;
/** The model of a page that shows an incident. */
export type IncidentPageModel = z.infer<typeof incidentSchema>;

/** What the editor sends to the page: what to show, what to read out, and the note that was just added. */
export const toPageSchema = z.object({ model: pageModelSchema, announce: z.string(), noteAdded: z.string() });
/** A parsed {@link toPageSchema}. */
export type ToPage = z.infer<typeof toPageSchema>;

/** What the page sends: it is ready to be told what to show, or what the person did. */
export const fromPageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: pageActionSchema }),
  z.object({ type: z.literal('severity'), severity: z.string() }),
  z.object({ type: z.literal('note'), text: z.string(), resolve: z.boolean() }),
  z.object({ type: z.literal('link'), address: z.string() }),
]);
/** A parsed {@link fromPageSchema}. */
export type FromPage = z.infer<typeof fromPageSchema>;

/** Which incident a page shows, what was typed there and how far it is scrolled; kept over a reload of the window. */
export const pageStateSchema = z.object({
  serverId: z.string(),
  id: z.string(),
  note: z._default(z.string(), ''),
  scroll: z._default(z.number(), 0),
});
