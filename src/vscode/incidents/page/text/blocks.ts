import * as z from 'zod/mini';

const spanSchema = z.object({
  text: z.string(),
  marks: z.array(z.enum(['strong', 'emphasis', 'deleted', 'code'])),
  /** Where a link leads, an https address; empty for what is none. */
  address: z.string(),
});
/** A run of text in one style. */
export type Span = z.infer<typeof spanSchema>;

/** An item of a list; `task` says whether it is to be ticked off, and was. */
export interface Item {
  readonly task: 'none' | 'open' | 'done';
  readonly blocks: readonly Block[];
}

/** A block of a text from elsewhere. Holds text only, no markup. */
export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Item[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'rule' };
/** A cell of a table. */
export type Cell = readonly Span[];

const spans = z.array(spanSchema);
const blocks = z.lazy(() => z.array(blockSchema));

/** A {@link Block} as the page receives it. */
export const blockSchema: z.ZodMiniType<Block> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), spans }),
  z.object({ kind: z.literal('heading'), level: z.number(), spans }),
  z.object({ kind: z.literal('quote'), blocks }),
  z.object({
    kind: z.literal('list'),
    ordered: z.boolean(),
    start: z.number(),
    items: z.array(z.object({ task: z.enum(['none', 'open', 'done']), blocks })),
  }),
  z.object({ kind: z.literal('code'), language: z.string(), text: z.string() }),
  z.object({ kind: z.literal('table'), head: z.array(spans), rows: z.array(z.array(spans)) }),
  z.object({ kind: z.literal('rule') }),
]);
