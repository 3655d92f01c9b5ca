import type { Span } from './blocks.ts';
import { linkAddress } from './linkAddress.ts';
import type { Definitions, MarkdownNode } from './markdownTree.ts';

type Marks = Span['marks'];

/** The runs of text in nodes of a line or paragraph. HTML stays text, an image is its alternative text. */
export function spansOf(nodes: readonly MarkdownNode[], definitions: Definitions, marks: Marks = []): Span[] {
  const spans = nodes.flatMap((node) => spansOfNode(node, definitions, marks));
  return spans.filter(({ text }) => text !== '');
}

function spansOfNode(node: MarkdownNode, definitions: Definitions, marks: Marks): Span[] {
  const inner = (mark: Marks[number]) =>
    'children' in node ? spansOf(node.children, definitions, marks.includes(mark) ? marks : [...marks, mark]) : [];
  switch (node.type) {
    case 'strong':
      return inner('strong');
    case 'emphasis':
      return inner('emphasis');
    case 'delete':
      return inner('deleted');
    case 'inlineCode':
      return [plain(node.value, [...marks, 'code'])];
    case 'link':
      return linkSpans(textOf(node), node.url, marks);
    case 'linkReference':
      return linkSpans(textOf(node), definitions.get(node.identifier) ?? '', marks);
    default:
      return [plain(textOf(node), marks)];
  }
}

function linkSpans(text: string, url: string, marks: Marks): Span[] {
  const address = linkAddress(url);
  if (address !== undefined) return [{ text: text.trim() === '' ? address : text, marks, address }];
  // Autolinks name their address already; where another leads stays visible.
  return [plain(url === '' || url.endsWith(text) ? text : `${text} (${url})`, marks)];
}

function plain(text: string, marks: Marks): Span {
  return { text, marks, address: '' };
}

/** The text of a node and all that is in it, as it reads without any style. */
export function textOf(node: MarkdownNode): string {
  if ('value' in node) return node.value;
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return node.alt?.trim() ? node.alt : node.url;
  if (node.type === 'imageReference') return node.alt ?? '';
  if (node.type === 'footnoteReference') return `[${node.label ?? node.identifier}]`;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
