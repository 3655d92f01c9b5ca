/** Each differs in shape, so that they can be told apart without their colour. */
const SHAPES: Readonly<Record<string, string>> = {
  critical: 'M8 1c1 3 5 4.5 5 9a5 5 0 0 1-10 0c0-2 1-3 2-4 .3 1 .8 1.6 1.5 2C6 5.5 6.5 3 8 1z',
  high: 'M8 1.5 15 14H1L8 1.5zM7.25 6v4h1.5V6h-1.5zm0 5v1.5h1.5V11h-1.5z',
  medium: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
  low: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM7.4 7h1.2v4H7.4V7zm0-2.2h1.2V6H7.4V4.8z',
};
const OTHER = 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3zm0 1.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z';
const SVG = 'http://www.w3.org/2000/svg';

/** The mark of a severity, beside its word; a ring for a word we do not know. */
export function severityMark(severity: string): SVGElement {
  const known = Object.hasOwn(SHAPES, severity);
  const mark = document.createElementNS(SVG, 'svg');
  mark.setAttribute('viewBox', '0 0 16 16');
  mark.setAttribute('class', known ? `mark ${severity}` : 'mark');
  mark.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', (known ? SHAPES[severity] : undefined) ?? OTHER);
  path.setAttribute('fill-rule', 'evenodd');
  mark.append(path);
  return mark;
}
