import type { Block, Span } from '../../page/textBlocks.ts';
import { element } from './element.ts';

/** The elements of a description's blocks; its headings start below `level`. */
export function blockElements(blocks: readonly Block[], level: 3 | 4): HTMLElement[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return element('p', {}, ...spanElements(block.spans));
      case 'quote':
        return element('blockquote', {}, element('p', {}, ...spanElements(block.spans)));
      case 'heading':
        return element(level === 3 ? 'h3' : 'h4', {}, ...spanElements(block.spans));
      case 'list': {
        const items = block.items.map((spans) => element('li', {}, ...spanElements(spans)));
        return element(block.ordered ? 'ol' : 'ul', {}, ...items);
      }
      case 'code':
        return element('pre', { tabindex: '0' }, element('code', {}, block.text));
    }
  });
}

function spanElements(spans: readonly Span[]): (HTMLElement | string)[] {
  return spans.map(({ style, text }) => (style === 'plain' ? text : element(ELEMENTS[style], {}, text)));
}

const ELEMENTS = { strong: 'strong', emphasis: 'em', code: 'code' } as const;
