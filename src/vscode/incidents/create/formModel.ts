import * as z from 'zod/mini';
import { draftSchema } from '../../../core/incidents/create/draft.ts';

const optionSchema = z.object({ value: z.string(), label: z.string() });

const rulesSchema = z.object({
  required: z.boolean(),
  minLength: z.exactOptional(z.number()),
  maxLength: z.exactOptional(z.number()),
  choices: z.array(z.string()),
  isList: z.boolean(),
  maxItems: z.exactOptional(z.number()),
  maxItemLength: z.exactOptional(z.number()),
});

const fieldSchema = z.object({
  name: z.keyof(draftSchema),
  label: z.string(),
  hint: z.string(),
  control: z.enum(['line', 'area', 'choice', 'tags']),
  /** What can be chosen, or what is suggested while typing a line. */
  options: z.array(optionSchema),
  rules: rulesSchema,
});
/** One field of the form, with the limits that its server names. */
export type FormField = z.infer<typeof fieldSchema>;

/** What a button of a notice does. */
const actionSchema = z.enum(['repeat', 'list', 'anew', 'discard', 'undo', 'unmask', 'open', 'retry', 'command']);
/** A parsed {@link actionSchema}. */
export type FormAction = z.infer<typeof actionSchema>;

const noticeSchema = z.object({
  kind: z.enum(['info', 'problem']),
  text: z.string(),
  actions: z.array(z.object({ action: actionSchema, label: z.string() })),
});
/** Something to know about the draft, above its fields, and what can be done about it. */
export type FormNotice = z.infer<typeof noticeSchema>;

const wordsSchema = z.object({
  optional: z.string(),
  cancel: z.string(),
  discard: z.string(),
  /** Shown while the incident is being created. */
  sending: z.string(),
  /** Name of the button that takes a tag away; `{0}` is the tag. */
  removeTag: z.string(),
  /** Read out when a tag came or went; `{0}` is the tag. */
  tagAdded: z.string(),
  tagRemoved: z.string(),
  /** By the code of a problem; `{0}` is the limit, `{1}` how much there is. */
  problems: z.record(z.string(), z.string()),
});

/** Everything the form shows, in words ready to read. */
export const formModelSchema = z.object({
  draftId: z.string(),
  heading: z.string(),
  intro: z.string(),
  serverLabel: z.string(),
  serverId: z.string(),
  /** The servers to choose from; there is no choice with one. */
  servers: z.array(optionSchema),
  /** Empty where the server's are not known. */
  fields: z.array(fieldSchema),
  draft: draftSchema,
  notices: z.array(noticeSchema),
  sending: z.boolean(),
  /** Label of the button that sends; empty where nothing can be sent. */
  submit: z.string(),
  words: wordsSchema,
});
/** A parsed {@link formModelSchema}. */
export type FormModel = z.infer<typeof formModelSchema>;

/** What the editor sends to the form. */
export const toFormSchema = z.object({ type: z.literal('show'), model: formModelSchema });
/** A parsed {@link toFormSchema}. */
export type ToForm = z.infer<typeof toFormSchema>;

const typed = { draftId: z.string(), draft: draftSchema };

/** What the form sends: it is ready, something was typed, it shall be sent, or something else be done. */
export const fromFormSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('draft'), ...typed }),
  z.object({ type: z.literal('submit'), ...typed }),
  z.object({ type: z.literal('act'), action: actionSchema, ...typed }),
  z.object({ type: z.literal('server'), serverId: z.string(), ...typed }),
  z.object({ type: z.literal('cancel') }),
]);
/** A parsed {@link fromFormSchema}. */
export type FromForm = z.infer<typeof fromFormSchema>;

/** Which server a form is for, and what was typed: kept over a reload of the window. */
export const formStateSchema = z.object({ serverId: z.string(), draftId: z.string(), draft: draftSchema });
