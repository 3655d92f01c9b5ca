import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../../../core/errors.ts';
import type { ContextFact } from '../../../../core/incidents/create/context/contextMarkdown.ts';
import type { Gathered } from '../../../../core/incidents/create/prefill.ts';
import { type Lines, placeFacts, relativeFile } from './placeFacts.ts';

const { t } = vscode.l10n;

const DEPTH = 20;

const textSchema = z.union([z.string(), z.object({ value: z.string() })]);
const uriSchema = z.custom<vscode.Uri>((value) => value instanceof vscode.Uri);
const rangeSchema = z.object({ start: z.object({ line: z.number() }), end: z.object({ line: z.number() }) });
const testSchema = z.object({
  label: z.string(),
  parent: z.optional(z.unknown()),
  uri: z.optional(uriSchema),
  range: z.optional(rangeSchema),
  error: z.optional(textSchema),
});
const messageSchema = z.object({
  message: textSchema,
  expectedOutput: z.optional(z.string()),
  actualOutput: z.optional(z.string()),
  location: z.optional(z.object({ uri: uriSchema, range: rangeSchema })),
  stackTrace: z.optional(
    z.array(
      z.object({
        label: z.string(),
        uri: z.optional(uriSchema),
        position: z.optional(z.object({ line: z.number(), character: z.number() })),
      }),
    ),
  ),
});
/** What VS Code hands to commands of `testing/message/…`; those of `testing/item/…` get the test alone. */
const failureSchema = z.object({ test: testSchema, message: messageSchema });
type Test = z.infer<typeof testSchema>;
type Message = z.infer<typeof messageSchema>;

/**
 * A failure of a test: its name, message, what was expected, the stack, and its place.
 * @throws AppError `no_test_failure`
 */
export async function fromTestFailure(argument: unknown): Promise<Gathered> {
  const failure = failureSchema.safeParse(argument);
  if (failure.success) return gather(failure.data.test, failure.data.message);
  const test = testSchema.safeParse(argument);
  if (!test.success) throw new AppError('no_test_failure');
  return gather(test.data, { message: test.data.error ?? '' });
}

async function gather(
  test: Test,
  { message, expectedOutput, actualOutput, location, stackTrace }: Message,
): Promise<Gathered> {
  const name = nameOf(test);
  const place = location ?? { uri: test.uri, range: test.range };
  const facts: ContextFact[] = [
    { label: t('Test'), value: name, as: 'code' },
    ...(await placeFacts(place.uri, place.range && linesOf(place.range))),
  ];
  const blocks = [
    { label: t('Message'), text: typeof message === 'string' ? message : message.value, keep: 'start' },
    { label: t('Expected'), text: expectedOutput ?? '', keep: 'start' },
    { label: t('Actual'), text: actualOutput ?? '', keep: 'start' },
    { label: t('Stack'), text: stackText(stackTrace ?? []), keep: 'start' },
  ] as const;
  const told = blocks.filter(({ text }) => text.trim() !== '').map((block) => ({ ...block, language: '' }));
  return { title: t('Test fails: {0}', name), facts, blocks: told };
}

/** The name with those of the suites around it. */
function nameOf(test: Test): string {
  const labels: string[] = [];
  let at: unknown = test;
  while (labels.length < DEPTH) {
    const known = testSchema.safeParse(at);
    if (!known.success) break;
    labels.unshift(known.data.label);
    at = known.data.parent;
  }
  return labels.join(' › ');
}

function linesOf({ start, end }: z.infer<typeof rangeSchema>): Lines {
  return { first: start.line + 1, last: end.line + 1 };
}

function stackText(frames: NonNullable<Message['stackTrace']>): string {
  const lines = frames.map(({ label, uri, position }) => {
    const file = uri
      ? ` (${relativeFile(uri)}${position ? `:${position.line + 1}:${position.character + 1}` : ''})`
      : '';
    return `at ${label}${file}`;
  });
  return lines.join('\n');
}
