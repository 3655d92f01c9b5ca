import * as z from 'zod/mini';
import { blockSchema } from './textBlocks.ts';

/** What a button of the page asks for. */
export const pageActionSchema = z.enum(['acknowledge', 'resolve', 'reopen', 'copyId', 'copyJson', 'refresh', 'help']);
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

const incidentSchema = z.object({
  kind: z.literal('incident'),
  id: z.string(),
  title: z.string(),
  /** The severity's own word, for its colour, and what people read. */
  severity: z.object({ level: z.string(), label: z.string() }),
  status: z.object({ level: z.string(), label: z.string() }),
  buttons: z.array(buttonSchema),
  actionsLabel: z.string(),
  factsHeading: z.string(),
  facts: z.array(factSchema),
  descriptionHeading: z.string(),
  description: z.array(blockSchema),
  noDescription: z.string(),
  timelineHeading: z.string(),
  timeline: z.array(z.object({ at: z.string(), author: z.string(), kind: z.string(), blocks: z.array(blockSchema) })),
  noTimeline: z.string(),
  /** What went wrong last while the incident stays shown; empty where nothing did. */
  problem: z.string(),
  /** What is being done right now; empty where nothing is. */
  busy: z.string(),
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

/** What the editor sends to the page: what to show, and what to read out. */
export const toPageSchema = z.object({ model: pageModelSchema, announce: z.string() });
/** A parsed {@link toPageSchema}. */
export type ToPage = z.infer<typeof toPageSchema>;

/** What the page sends: it is ready to be told what to show, or a button was pressed. */
export const fromPageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: pageActionSchema }),
]);
/** A parsed {@link fromPageSchema}. */
export type FromPage = z.infer<typeof fromPageSchema>;

/** Which incident a page shows; the editor keeps it over a reload of the window. */
export const pageStateSchema = z.object({ serverId: z.string(), id: z.string() });
/** A parsed {@link pageStateSchema}. */
export type PageState = z.infer<typeof pageStateSchema>;
