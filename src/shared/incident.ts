import * as z from 'zod/mini';

/** Severities of an incident, mildest first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Statuses of an incident in the order it passes through them. */
export const STATUSES = ['open', 'investigating', 'resolved'] as const;
/** One of {@link STATUSES}. */
export type Status = (typeof STATUSES)[number];

/** A note or a change in an incident's timeline; `at` is an RFC 3339 instant. */
export const timelineEntrySchema = z.object({
  at: z.string(),
  author: z.string(),
  kind: z.enum(['created', 'changed', 'note']),
  text: z.string(),
});
/** A parsed {@link timelineEntrySchema}. */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** An incident as the server sends it in structured content; instants are RFC 3339. */
export const incidentSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  severity: z.enum(SEVERITIES),
  status: z.enum(STATUSES),
  service: z.string(),
  assignee: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  tags: z.array(z.string()),
  timeline: z.array(timelineEntrySchema),
});
/** A parsed {@link incidentSchema}. Unknown texts are empty strings. */
export type Incident = z.infer<typeof incidentSchema>;

const valueCounts = z.optional(z.array(z.object({ value: z.string(), count: z.number() })));

/**
 * How many incidents match a query, by severity and by status, whatever page of them was sent. Older servers do not say
 * how many of each severity are not resolved; services and assignees are counted on demand, the most frequent first and
 * an empty text for none, and the rarest may be left out.
 */
export const countsSchema = z.object({
  total: z.number(),
  bySeverity: z.record(z.enum(SEVERITIES), z.number()),
  byStatus: z.record(z.enum(STATUSES), z.number()),
  unresolved: z.optional(z.record(z.enum(SEVERITIES), z.number())),
  byService: valueCounts,
  byAssignee: valueCounts,
});
/** A parsed {@link countsSchema}. */
export type IncidentCounts = z.infer<typeof countsSchema>;
