import { relativeTime } from '../../relativeTime.ts';
import { element } from './element.ts';

/** An RFC 3339 instant as date, time and distance from now, in the reader's time zone; anything else as it is. */
export function instantElement(text: string, now: number, language: string): HTMLElement {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return element('span', {}, text);
  const absolute = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(instant);
  const distance = element('span', { class: 'distance' }, relativeTime(instant, now, language));
  return element('time', { datetime: new Date(instant).toISOString() }, absolute, ' ', distance);
}
