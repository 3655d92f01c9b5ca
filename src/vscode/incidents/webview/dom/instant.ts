import { element } from './element.ts';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or ahead, an instant is, in words of `language`: "3 hours ago". Both times in milliseconds. */
export function relativeTime(instant: number, now: number, language: string): string {
  const seconds = (instant - now) / 1000;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.trunc(seconds / length), unit);
}

/** An RFC 3339 instant as date, time and distance from now, in the reader's time zone; anything else as it is. */
export function instantElement(text: string, now: number, language: string): HTMLElement {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return element('span', {}, text);
  const absolute = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(instant);
  const distance = element('span', { class: 'distance' }, relativeTime(instant, now, language));
  return element('time', { datetime: new Date(instant).toISOString() }, absolute, ' ', distance);
}
