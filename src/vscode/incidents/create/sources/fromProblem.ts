import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../../../core/errors.ts';
import type { ContextFact } from '../../../../core/incidents/create/context/contextMarkdown.ts';
import type { Gathered } from '../../../../core/incidents/create/prefill.ts';
import { placeFacts } from './placeFacts.ts';

const { t } = vscode.l10n;

/** Lines around a problem that are shown. */
const AROUND = 3;

const positionSchema = z.object({ line: z.number(), character: z.number() });
const problemSchema = z.object({
  message: z.string(),
  severity: z.number(),
  range: z.object({ start: positionSchema, end: positionSchema }),
  source: z.optional(z.string()),
  code: z.optional(z.union([z.string(), z.number(), z.object({ value: z.union([z.string(), z.number()]) })])),
});
type Problem = z.infer<typeof problemSchema>;

/**
 * A problem that the editor shows, with its place and the code around it: the one that the quick fix names, else the
 * worst at the cursor.
 * @throws AppError `no_problem`
 */
export async function fromProblem(uri: unknown, diagnostic: unknown): Promise<Gathered> {
  const named = problemSchema.safeParse(diagnostic);
  if (uri instanceof vscode.Uri && named.success) return gather(uri, named.data);
  const editor = vscode.window.activeTextEditor;
  const at = editor?.selection.active;
  const here =
    editor && at ? vscode.languages.getDiagnostics(editor.document.uri).filter(({ range }) => range.contains(at)) : [];
  const [worst] = here.toSorted((a, b) => a.severity - b.severity);
  if (!editor || !worst) throw new AppError('no_problem');
  return gather(editor.document.uri, problemSchema.parse(worst));
}

async function gather(uri: vscode.Uri, { message, severity, range, source = '', code }: Problem): Promise<Gathered> {
  const rule = typeof code === 'object' ? String(code.value) : String(code ?? '');
  const facts: ContextFact[] = [
    { label: severityWord(severity), value: message, as: 'text' },
    { label: t('Reported by'), value: [source, rule].filter((part) => part !== '').join(' '), as: 'code' },
    ...(await placeFacts(uri, { first: range.start.line + 1, last: range.end.line + 1 })),
  ];
  const document = await vscode.workspace.openTextDocument(uri);
  const first = Math.max(range.start.line - AROUND, 0);
  const text = document.getText(new vscode.Range(first, 0, range.end.line + AROUND + 1, 0));
  const label = t('Code from line {0}', first + 1);
  return { title: message, facts, blocks: [{ label, text, language: document.languageId, keep: 'start' }] };
}

/** Errors and warnings are the first two of VS Code's severities. */
function severityWord(severity: number): string {
  return [t('Error'), t('Warning')][severity] ?? t('Problem');
}
