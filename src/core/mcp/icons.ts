import type { Tool } from '@modelcontextprotocol/client';
import type { Icon } from './descriptions.ts';

/** Icons of one item that are looked at, and characters of each. */
const ICONS = 8;
const ADDRESS_LENGTH = 64 * 1024;

/**
 * The icons of something that a server lists, as far as their addresses may be used at all: https, or a picture in the
 * address itself (MCP 2025-11-25, "Icons": any other scheme must be refused).
 */
export function icons(sent: Tool['icons'] | undefined): readonly Icon[] {
  return (sent ?? []).slice(0, ICONS).flatMap(({ src, mimeType = '', theme }) => {
    const isUsable = src.length <= ADDRESS_LENGTH && (/^data:image\//i.test(src) || isHttps(src));
    return isUsable ? [{ src, mimeType, ...(theme ? { theme } : {}) }] : [];
  });
}

function isHttps(address: string): boolean {
  return URL.parse(address)?.protocol === 'https:';
}
