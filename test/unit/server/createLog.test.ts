import assert from 'node:assert/strict';
import { createLog } from '../../../src/server/operation/createLog.ts';
import { addressKey } from '../../../src/server/http/addressKey.ts';

describe("the server's log", () => {
  const SECRET = 's3cretS3cret';
  const JWT = `eyJhbGciOiJSUzI1NiJ9.${SECRET}.${SECRET}`;

  function logged(write: (log: ReturnType<typeof createLog>) => void): string {
    const lines: string[] = [];
    write(createLog('debug', { write: (line) => lines.push(line) }));
    return lines.join('');
  }

  for (const name of [
    'authorization',
    'cookie',
    'dpop',
    'access_token',
    'refresh_token',
    'client_secret',
    'set-cookie',
  ]) {
    it(`never has ${name}, however deep`, () => {
      const text = logged((log) => {
        log.info({ [name]: SECRET });
        log.info({ headers: { [name]: SECRET } });
        log.info({ request: { headers: { [name]: SECRET } } });
      });
      assert.ok(!text.includes(SECRET), text);
      assert.match(text, /\[secret\]/);
    });
  }

  it('never has a token, credentials or a password in a message of somebody else', () => {
    const text = logged((log) => {
      log.error({ error: `refused ${JWT} of Bearer ${SECRET}` }, `Basic ${SECRET}`);
      log.error(`connect to postgres://desk:${SECRET}@db.example/desk failed`);
    });
    assert.ok(!text.includes(SECRET), text);
    assert.match(text, /db\.example/);
  });

  it('is lines of JSON', () => {
    const line: unknown = JSON.parse(logged((log) => log.info({ status: 200 }, 'request')));
    assert.partialDeepStrictEqual(line, { level: 'info', status: 200, msg: 'request' });
  });
});

describe('an address that is counted', () => {
  for (const [address, key] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:1::7', '2001:db8:0:1'],
    ['2001:db8:0:1:ffff::8', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
  ] as const) {
    it(`${address} is ${key}`, () => assert.equal(addressKey(address), key));
  }
});
