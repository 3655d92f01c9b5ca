import type { Block, Cell, Item, Span } from '../../page/text/blocks.ts';
import { element } from './element.ts';

/** Words that blocks are put together with. */
export interface BlockWords {
  readonly taskOpen: string;
  readonly taskDone: string;
}

const HEADINGS = ['h3', 'h4', 'h5', 'h6'] as const;
const MARKS = { strong: 'strong', emphasis: 'em', deleted: 'del', code: 'code' } as const;
const LANGUAGE_LENGTH = 30;

/** The elements of the blocks of a text. Nothing else ever comes of one, whatever it holds. */
export function blockElements(blocks: readonly Block[], words: BlockWords): HTMLElement[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return element('p', {}, ...spanNodes(block.spans));
      case 'heading':
        return element(HEADINGS[block.level - 3] ?? 'h6', {}, ...spanNodes(block.spans));
      case 'quote':
        return element('blockquote', {}, ...blockElements(block.blocks, words));
      case 'list': {
        const items = block.items.map((item) => itemElement(item, words));
        return block.ordered ? element('ol', { start: String(block.start) }, ...items) : element('ul', {}, ...items);
      }
      case 'code': {
        const code = element('pre', { tabindex: '0' }, element('code', {}, block.text));
        const language = block.language.slice(0, LANGUAGE_LENGTH);
        if (language === '') return code;
        return element('div', { class: 'code' }, element('span', { class: 'quiet language' }, language), code);
      }
      case 'table':
        return tableElement(block.head, block.rows);
      case 'rule':
        return element('hr');
    }
  });
}

function itemElement({ task, blocks }: Item, words: BlockWords): HTMLElement {
  const [first, ...rest] = blocks;
  const line = first?.kind === 'paragraph' ? spanNodes(first.spans) : blockElements(first ? [first] : [], words);
  const content = [...line, ...blockElements(rest, words)];
  if (task === 'none') return element('li', {}, ...content);
  const said = element('span', { class: 'unseen' }, `${task === 'done' ? words.taskDone : words.taskOpen} `);
  return element('li', { class: 'task', 'data-task': task }, said, ...content);
}

function tableElement(head: readonly Cell[], rows: readonly (readonly Cell[])[]): HTMLElement {
  const header = head.map((cell) => element('th', { scope: 'col' }, ...spanNodes(cell)));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, ...spanNodes(cell)))));
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...header)), element('tbody', {}, ...body));
  return element('div', { class: 'table', tabindex: '0' }, table);
}

function spanNodes(spans: readonly Span[]): Node[] {
  return spans.flatMap((span) => {
    const text: Node = span.address === '' ? document.createTextNode(span.text) : linkElement(span);
    const marked = span.marks.toReversed().reduce<Node>((inner, mark) => element(MARKS[mark], {}, inner), text);
    const isNamed = span.address === '' || span.address.startsWith(span.text);
    return isNamed ? [marked] : [marked, element('span', { class: 'quiet address' }, ` (${span.address})`)];
  });
}

/** No link of the browser's: the editor is asked to open it, and asks the person. */
function linkElement({ text, address }: Span): HTMLElement {
  return element('button', { type: 'button', class: 'link', 'data-address': address }, text);
}
