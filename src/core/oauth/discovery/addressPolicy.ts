import { BlockList, isIP } from 'node:net';
import { isLoopbackHostname } from '../../../shared/loopback.ts';
import { AppError } from '../../errors.ts';
import { labelText } from '../../shownText.ts';

const PRIVATE_SUBNETS: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  // Each of these can stand for any IPv4 address: translated, tunnelled by Teredo, or by 6to4.
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 9, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const PRIVATE_NAMES = ['localhost', 'localdomain', 'local', 'lan', 'internal', 'home.arpa'] as const;

function blockList(): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of PRIVATE_SUBNETS) list.addSubnet(network, prefix, family);
  return list;
}

function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
}

function isBelow(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

/**
 * Whether the address names a machine that is not on the open internet. Names are judged by their spelling alone:
 * a name that resolves to a private address still has to answer https with a certificate for that name.
 */
export function isPrivate(url: URL): boolean {
  const host = bareHost(url);
  const family = isIP(host);
  if (family !== 0) return blockList().check(host, family === 4 ? 'ipv4' : 'ipv6');
  return !host.includes('.') || PRIVATE_NAMES.some((name) => isBelow(host, name));
}

/**
 * Parses an address that a person or a server named and that will be fetched or opened.
 * @throws AppError `address_refused` unless it is https (or http on loopback), without user information, and public
 * where `allowPrivate` is false.
 */
export function checkedAddress(address: string | URL, allowPrivate: boolean): URL {
  const url = URL.parse(String(address));
  const refused = new AppError('address_refused', { url: labelText(String(address), 200) });
  if (!url) throw refused;
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHostname(url.hostname));
  if (!secure || url.username !== '' || url.password !== '') throw refused;
  if (!allowPrivate && isPrivate(url)) throw refused;
  return url;
}
