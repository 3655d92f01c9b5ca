import assert from 'node:assert/strict';
import { ItemIcons } from '../../../../src/core/mcp/catalog/itemIcons.ts';
import type { Icon } from '../../../../src/core/mcp/descriptions.ts';
import { until } from '../../../integration/support/until.ts';

const SERVER = 'https://tools.example.com/mcp';
const OWN = 'https://tools.example.com/icon.png';
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

function gif(): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(13);
  bytes.write('GIF89a\u0010\0\u0010\0', 'latin1');
  return bytes;
}
const PICTURE = `data:image/gif;base64,${gif().toString('base64')}`;
const icon = (src: string, theme?: 'light' | 'dark'): Icon => ({ src, mimeType: '', ...(theme ? { theme } : {}) });

describe('The pictures of what a server lists', () => {
  let asked: { url: string; init: RequestInit }[];
  let changes: number;
  let all: ItemIcons[];
  const answers = { respond: () => new Response(gif(), { headers: { 'content-type': 'image/gif' } }) };

  beforeEach(() => {
    asked = [];
    changes = 0;
    all = [];
    answers.respond = () => new Response(gif(), { headers: { 'content-type': 'image/gif' } });
  });
  afterEach(() => all.forEach((icons) => icons.dispose()));

  function itemIcons(): ItemIcons {
    const icons = new ItemIcons({
      server: SERVER,
      effects: {
        fetch: async (input, init = {}) => {
          assert.ok(typeof input === 'string');
          asked.push({ url: input, init });
          return answers.respond();
        },
        log: silent,
      },
      changed: () => (changes += 1),
    });
    all.push(icons);
    return icons;
  }

  it('are taken from their addresses, where these hold a bitmap', () => {
    assert.deepEqual(itemIcons().get([icon(PICTURE)]), { light: PICTURE, dark: PICTURE });
    assert.equal(asked.length, 0);
  });

  it('are chosen by the theme that they are for', () => {
    const other = PICTURE.replace('image/gif', 'IMAGE/GIF');
    const bytes = Buffer.concat([gif(), Buffer.from([1])]);
    const dark = `data:image/gif;base64,${bytes.toString('base64')}`;
    assert.deepEqual(itemIcons().get([icon(dark, 'dark'), icon(other)]), { light: PICTURE, dark });
  });

  it('are never taken from a drawing that can hold scripts, nor from anything else', () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
    for (const src of [
      `data:image/svg+xml;base64,${svg}`,
      `data:image/png;base64,${svg}`,
      'data:image/svg+xml,<svg/>',
      'data:image/png,GIF89a',
      'data:text/html;base64,AAAA',
    ]) {
      assert.equal(itemIcons().get([icon(src)]), undefined, src);
    }
  });

  it("are fetched once from the server's own origin, without credentials", async () => {
    const icons = itemIcons();
    assert.equal(icons.get([icon(OWN)]), undefined);
    assert.equal(icons.get([icon(OWN)]), undefined);
    await until(() => changes === 1, 'the picture comes');
    assert.deepEqual(icons.get([icon(OWN)]), { light: PICTURE, dark: PICTURE });
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.init.credentials, 'omit');
    assert.equal(asked[0].init.redirect, 'manual');
    assert.equal(new Headers(asked[0].init.headers).get('authorization'), null);
  });

  it('are never fetched from anywhere else', () => {
    const foreign = [
      'https://evil.example.com/icon.png',
      'https://tools.example.com:444/icon.png',
      'http://tools.example.com/icon.png',
      'https://tools.example.com@evil.example.com/icon.png',
    ];
    for (const src of foreign) assert.equal(itemIcons().get([icon(src)]), undefined);
    assert.equal(asked.length, 0);
  });

  const refused: readonly (readonly [string, () => Response])[] = [
    ['another type', () => new Response(gif(), { headers: { 'content-type': 'text/html' } })],
    ['a drawing', () => new Response('<svg/>', { headers: { 'content-type': 'image/svg+xml' } })],
    ['too much', () => new Response(Buffer.alloc(65 * 1024), { headers: { 'content-type': 'image/gif' } })],
    ['a failure', () => new Response(gif(), { status: 500, headers: { 'content-type': 'image/gif' } })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example.com/' } })],
  ];
  for (const [what, respond] of refused) {
    it(`are none where the answer is ${what}, and are not asked for again`, async () => {
      answers.respond = respond;
      const icons = itemIcons();
      icons.get([icon(OWN)]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(icons.get([icon(OWN)]), undefined);
      assert.deepEqual([asked.length, changes], [1, 0]);
    });
  }

  it('are bounded in number, and few are fetched at once', async () => {
    const icons = itemIcons();
    const held = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    const counted = new ItemIcons({
      server: SERVER,
      effects: {
        fetch: async () => {
          running += 1;
          most = Math.max(most, running);
          await held.promise;
          running -= 1;
          return answers.respond();
        },
        log: silent,
      },
      changed: () => undefined,
    });
    all.push(counted);
    for (let item = 0; item < 500; item += 1) {
      icons.get([icon(`${OWN}?${item}`)]);
      counted.get([icon(`${OWN}?${item}`)]);
    }
    await until(() => changes === 100, 'those come that are let');
    held.resolve();
    assert.deepEqual([asked.length, most], [100, 4]);
  });
});
