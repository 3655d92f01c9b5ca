import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './paths.ts';

/** Where code that runs in VS Code is. */
const SOURCES = ['src/vscode', 'src/extension', 'src/extension.ts'];

/** A call of `l10n.t`, by any of the names that our sources have for it. */
function isTranslation(call: ts.CallExpression): boolean {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text === 't';
  return ts.isPropertyAccessExpression(expression) && /(?:^|\.)l10n\.t$/.test(expression.getText());
}

function stringOf(call: ts.CallExpression, file: string): string {
  const [text] = call.arguments;
  if (text && ts.isStringLiteralLike(text)) return text.text;
  throw new Error(`${file}: l10n.t takes its text as a literal, since it is looked up by it: ${call.getText()}`);
}

function stringsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node)) found.push(stringOf(node, file));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Every text that the sources give to `vscode.l10n.t`, sorted, each once. The package `@vscode/l10n-dev` misses those
 * that are called by a shorter name.
 * @throws Error where a text is not a literal
 */
export function shownStrings(): readonly string[] {
  const files = SOURCES.flatMap((source) =>
    source.endsWith('.ts')
      ? [source]
      : readdirSync(path.join(ROOT, source), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => path.join(source, name)),
  );
  return [...new Set(files.flatMap(stringsIn))].toSorted();
}
