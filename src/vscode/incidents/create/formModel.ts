import * as z from 'zod/mini';

/** What was typed into the form. Tags are one text, separated by commas. */
export const draftSchema = z.object({
  title: z.string(),
  severity: z.string(),
  service: z.string(),
  description: z.string(),
  tags: z.string(),
});
/** A parsed {@link draftSchema}. */
export type Draft = z.infer<typeof draftSchema>;

const fieldSchema = z.object({
  name: z.keyof(draftSchema),
  label: z.string(),
  hint: z.string(),
  required: z.boolean(),
  control: z.enum(['line', 'area', 'choice']),
  /** What can be chosen, or what is suggested while typing a line. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
});
/** One field of the form. */
export type FormField = z.infer<typeof fieldSchema>;

/** Everything the form shows, in words ready to read. */
export const formModelSchema = z.object({
  heading: z.string(),
  intro: z.string(),
  fields: z.array(fieldSchema),
  draft: draftSchema,
  /** Message for a required field that is empty. */
  required: z.string(),
  optional: z.string(),
  submit: z.string(),
  cancel: z.string(),
  /** Shown while the incident is being created. */
  sending: z.string(),
});
/** A parsed {@link formModelSchema}. */
export type FormModel = z.infer<typeof formModelSchema>;

/** What the editor sends to the form. */
export const toFormSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('show'), model: formModelSchema, sending: z.boolean() }),
  z.object({ type: z.literal('failed'), text: z.string(), retry: z.string() }),
]);
/** A parsed {@link toFormSchema}. */
export type ToForm = z.infer<typeof toFormSchema>;

/** What the form sends: it is ready, something was typed, it shall be sent, or given up. */
export const fromFormSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('draft'), draft: draftSchema }),
  z.object({ type: z.literal('submit'), draft: draftSchema }),
  z.object({ type: z.literal('cancel') }),
]);
/** A parsed {@link fromFormSchema}. */
export type FromForm = z.infer<typeof fromFormSchema>;

/** Which server a form is for, and what was typed: kept over a reload of the window. */
export const formStateSchema = z.object({ serverId: z.string(), draft: z.optional(draftSchema) });
