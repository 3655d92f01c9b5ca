import type { Block, Item } from './blocks.ts';
import { type Definitions, definitionsIn, markdownTree, type MarkdownNode } from './markdownTree.ts';
import { spansOf, textOf } from './spansOf.ts';

/** Deeper blocks become paragraphs. */
const DEEPEST = 6;
const MOST_COLUMNS = 40;
/** Headings of a text stand below the page's own of the second level, and none is left out in between. */
const LEVEL_ABOVE = 2;
const LAST_LEVEL = 6;

interface Reading {
  readonly definitions: Definitions;
  level: number;
}

/** Reads Markdown into blocks that hold text only; a text that would take long to read becomes plain paragraphs. */
export function textBlocks(text: string): readonly Block[] {
  const nodes = markdownTree(text);
  if (!nodes) return plainBlocks(text);
  return blocksOf(nodes, { definitions: definitionsIn(nodes), level: LEVEL_ABOVE }, 0);
}

/** The paragraphs of a text that is not read as Markdown. */
export function plainBlocks(text: string): readonly Block[] {
  const paragraphs = text.split(/\n[ \t]*\n\s*/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.map((paragraph) => paragraphOf(paragraph.trim()));
}

function paragraphOf(text: string): Block {
  return { kind: 'paragraph', spans: [{ text, marks: [], address: '' }] };
}

function blocksOf(nodes: readonly MarkdownNode[], reading: Reading, depth: number): Block[] {
  return nodes.flatMap((node) => blockOf(node, reading, depth));
}

function blockOf(node: MarkdownNode, reading: Reading, depth: number): Block[] {
  const { definitions } = reading;
  if (depth >= DEEPEST && 'children' in node && node.type !== 'paragraph') return [paragraphOf(textOf(node))];
  switch (node.type) {
    case 'paragraph':
      return [{ kind: 'paragraph', spans: spansOf(node.children, definitions) }];
    case 'heading':
      reading.level = Math.min(LEVEL_ABOVE + node.depth, reading.level + 1, LAST_LEVEL);
      return [{ kind: 'heading', level: reading.level, spans: spansOf(node.children, definitions) }];
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocksOf(node.children, reading, depth + 1) }];
    case 'footnoteDefinition':
      return [paragraphOf(`[${node.label ?? node.identifier}]`), ...blocksOf(node.children, reading, depth + 1)];
    case 'list': {
      const items = node.children.map((item): Item => {
        const task = typeof item.checked !== 'boolean' ? 'none' : item.checked ? 'done' : 'open';
        return { task, blocks: blocksOf(item.children, reading, depth + 1) };
      });
      return [{ kind: 'list', ordered: node.ordered ?? false, start: node.start ?? 1, items }];
    }
    case 'code':
      return [{ kind: 'code', language: node.lang ?? '', text: node.value }];
    case 'table': {
      const rows = node.children.map((row) =>
        row.children.slice(0, MOST_COLUMNS).map((cell) => spansOf(cell.children, definitions)),
      );
      return [{ kind: 'table', head: rows[0] ?? [], rows: rows.slice(1) }];
    }
    case 'thematicBreak':
      return [{ kind: 'rule' }];
    case 'definition':
      return [];
    default:
      return [{ kind: 'paragraph', spans: spansOf([node], definitions) }];
  }
}
