import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Root = ReturnType<typeof fromMarkdown>;
/** A node of parsed Markdown. */
export type MarkdownNode = Root['children'][number];
/** The addresses that a text defines, by name. */
export type Definitions = ReadonlyMap<string, string>;

/** Reading time rises with the square of these, which people do not write: such texts are shown as they are. */
const DEEP = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){13}/m;
const MARKS = /[*_~]+|\[\^/g;
const MOST_MARKS = 800;

/** Reads GitHub's Markdown; undefined for a text that is made to take long. */
export function markdownTree(text: string): readonly MarkdownNode[] | undefined {
  if (DEEP.test(text) || (text.match(MARKS)?.length ?? 0) > MOST_MARKS) return undefined;
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}

/** The addresses that are defined at the top of a text; of several with one name the first counts. */
export function definitionsIn(nodes: readonly MarkdownNode[]): Definitions {
  const found = new Map<string, string>();
  for (const node of nodes) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
  }
  return found;
}
