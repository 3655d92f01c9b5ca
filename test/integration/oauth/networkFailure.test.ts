import assert from 'node:assert/strict';
import { createServer as createHttpServer, setGlobalProxyFromEnv } from 'node:http';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { isAppError, isOffline, isUnanswered, mayHaveArrived } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { createTransportFetch } from '../../../src/core/mcp/transportFetch.ts';
import { networkFailure } from '../../../src/core/networkFailure.ts';
import { guardedRequest } from '../../../src/core/oauth/discovery/guardedFetch.ts';
import { issuerMetadata } from '../../../src/core/oauth/discovery/issuerMetadata.ts';
import { freePort } from '../../../src/demo/freePort.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { testCertificate } from '../support/testCertificate.ts';
import type { TestCertificate } from '../support/testCertificate.ts';
import { recordingLog } from './world.ts';

const guard = { effects: { fetch, log: recordingLog([]) }, allowPrivate: true };

/** Asserts that both the discovery's and the transport's requests to `address` end in the same error. */
async function assertBothFail(address: string, code: AppErrorCode, reason: string): Promise<void> {
  const { host } = new URL(address);
  for (const request of [
    () => guardedRequest(guard, address),
    () => createTransportFetch({ fetch }, 'Prod').fetch(address, { method: 'POST', body: '{}' }),
  ]) {
    await assert.rejects(request, (error) => {
      assert.ok(isAppError(error, code), String(error));
      assert.deepEqual(error.args, { host, reason });
      assert.ok(isOffline(error) && isUnanswered(error) && !mayHaveArrived(error));
      return true;
    });
  }
}

describe('A request without an answer', function () {
  this.timeout(30_000);
  const ended: (() => Promise<void>)[] = [];
  const start = async (server: Server): Promise<number> => {
    const { port, close } = await listen(server, 0);
    ended.push(close);
    return port;
  };
  /** Address of a server with this certificate; it fails the test if it is ever asked. */
  const startTls = async ({ cert, key }: TestCertificate, chain = ''): Promise<string> => {
    const pem = key.export({ type: 'pkcs8', format: 'pem' });
    const server = createServer({ cert: cert + chain, key: pem }, () => assert.fail('a request was sent'));
    return `https://127.0.0.1:${await start(server)}/mcp`;
  };
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
  });

  it('names a certificate that signs for itself', async () => {
    const address = await startTls(testCertificate({ host: '127.0.0.1' }));
    await assertBothFail(address, 'certificate_refused', 'unknown_authority');
  });

  it('names a certificate of a private authority, sent with it or not', async () => {
    const authority = testCertificate();
    const certificate = testCertificate({ host: '127.0.0.1', authority });
    await assertBothFail(await startTls(certificate), 'certificate_refused', 'unknown_authority');
    await assertBothFail(await startTls(certificate, authority.cert), 'certificate_refused', 'unknown_authority');
  });

  it("names an issuer's certificate too, rather than say that the issuer is down", async () => {
    const issuer = new URL(await startTls(testCertificate({ host: '127.0.0.1' }))).origin;
    await assert.rejects(issuerMetadata(guard, issuer), (error) => isAppError(error, 'certificate_refused'));
  });

  it('names what is wrong with the certificate of an authority that the system trusts', async () => {
    const authority = testCertificate();
    const before = getCACertificates('default');
    const expired = await startTls(testCertificate({ host: '127.0.0.1', authority, from: -2, until: -1 }));
    const early = await startTls(testCertificate({ host: '127.0.0.1', authority, from: 1, until: 2 }));
    const another = await startTls(testCertificate({ host: 'other.example', authority }));
    setDefaultCACertificates([authority.cert]);
    try {
      await assertBothFail(expired, 'certificate_refused', 'not_valid_now');
      await assertBothFail(early, 'certificate_refused', 'not_valid_now');
      await assertBothFail(another, 'certificate_refused', 'other_name');
    } finally {
      setDefaultCACertificates(before);
    }
  });

  it('is sent once the system trusts the authority', async () => {
    const authority = testCertificate();
    const { cert, key } = testCertificate({ host: '127.0.0.1', authority });
    const pem = key.export({ type: 'pkcs8', format: 'pem' });
    const port = await start(createServer({ cert, key: pem }, (_, response) => void response.end('{}')));
    const before = getCACertificates('default');
    setDefaultCACertificates([authority.cert]);
    try {
      assert.equal((await guardedRequest(guard, `https://127.0.0.1:${port}/`)).status, 200);
    } finally {
      setDefaultCACertificates(before);
    }
  });

  it('names a name that no network knows', async () => {
    await assertBothFail('https://incidents.invalid/mcp', 'server_unreachable', 'unknown_host');
  });

  it('names a port on which nothing listens', async () => {
    await assertBothFail(`http://127.0.0.1:${await freePort()}/mcp`, 'server_unreachable', 'refused');
  });

  it('names a server that does not speak TLS', async () => {
    const port = await start(createHttpServer((_, response) => void response.end()));
    await assertBothFail(`https://127.0.0.1:${port}/mcp`, 'server_unreachable', 'not_tls');
  });

  it('names the proxy that stands in between', async () => {
    let status = '';
    const proxy = createHttpServer();
    proxy.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`));
    const useProxy = (port: number): (() => void) =>
      setGlobalProxyFromEnv({ HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://127.0.0.1:${port}` });
    const running = await start(proxy);
    for (const [port, answer, reason] of [
      [running, '407 Proxy Authentication Required', 'login'],
      [running, '403 Forbidden', 'refused'],
      [await freePort(), '', 'unreachable'],
    ] as const) {
      status = answer;
      const restore = useProxy(port);
      try {
        await assertBothFail('https://mcp.example/mcp', 'proxy_failed', reason);
      } finally {
        restore();
      }
    }
  });

  it('may have arrived where the connection broke later', async () => {
    const port = await start(createHttpServer((_, response) => void response.destroy()));
    await assert.rejects(guardedRequest(guard, `http://127.0.0.1:${port}/`), (error) => {
      assert.ok(isAppError(error, 'server_unreachable') && mayHaveArrived(error));
      assert.equal(error.args['reason'], undefined);
      return true;
    });
  });
});

describe('The reason of a failed request', () => {
  const url = new URL('https://mcp.example/mcp');
  const coded = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code, ...more });
  const chromium = (code: string): Error => new Error(`net::${code}`);
  const fetchFailed = (cause: unknown): Error => new TypeError('fetch failed', { cause });
  /** As undici throws it where a proxy does not open a tunnel. */
  const tunnel = (status: number): Error =>
    new Error('cancelled', {
      cause: Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), {
        code: 'UND_ERR_ABORTED',
      }),
    });
  const rows: [what: string, error: unknown, code: AppErrorCode, reason: string | undefined][] = [
    [
      'an authority unknown to Chromium',
      chromium('ERR_CERT_AUTHORITY_INVALID'),
      'certificate_refused',
      'unknown_authority',
    ],
    ['a date wrong for Chromium', chromium('ERR_CERT_DATE_INVALID'), 'certificate_refused', 'not_valid_now'],
    ['a name wrong for Chromium', chromium('ERR_CERT_COMMON_NAME_INVALID'), 'certificate_refused', 'other_name'],
    ['a weak certificate', chromium('ERR_CERT_WEAK_KEY'), 'certificate_refused', 'invalid'],
    ['a revoked certificate', coded('CERT_REVOKED'), 'certificate_refused', 'invalid'],
    [
      'a missing link of the chain',
      coded('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
      'certificate_refused',
      'unknown_authority',
    ],
    ['a proxy that wants a login', tunnel(407), 'proxy_failed', 'login'],
    ['a proxy that forbids', tunnel(403), 'proxy_failed', 'refused'],
    ['a proxy that forbids, to Chromium', chromium('ERR_TUNNEL_CONNECTION_FAILED'), 'proxy_failed', 'refused'],
    ['a proxy that is down, to Chromium', chromium('ERR_PROXY_CONNECTION_FAILED'), 'proxy_failed', 'unreachable'],
    ['a proxy that is down', coded('ECONNREFUSED', { port: 3128 }), 'proxy_failed', 'unreachable'],
    ['a proxy without an address', coded('ENOTFOUND', { hostname: 'proxy.corp' }), 'proxy_failed', 'unreachable'],
    [
      'a proxy with two addresses that is down',
      new AggregateError([coded('ECONNREFUSED', { port: 3128 }), coded('ECONNREFUSED', { port: 3128 })]),
      'proxy_failed',
      'unreachable',
    ],
    ['a server that is down', coded('ECONNREFUSED', { port: 443 }), 'server_unreachable', 'refused'],
    [
      'a name that is not known now',
      coded('EAI_AGAIN', { hostname: 'mcp.example' }),
      'server_unreachable',
      'unknown_host',
    ],
    ['a name that Chromium does not find', chromium('ERR_NAME_NOT_RESOLVED'), 'server_unreachable', 'unknown_host'],
    ['no network, to Chromium', chromium('ERR_INTERNET_DISCONNECTED'), 'server_unreachable', 'no_route'],
    ['no route', coded('EHOSTUNREACH'), 'server_unreachable', 'no_route'],
    ['a broken connection', coded('UND_ERR_SOCKET'), 'server_unreachable', undefined],
    ['anything else', 'text', 'server_unreachable', undefined],
  ];
  for (const [what, error, code, reason] of rows) {
    it(`is ${what}`, () => {
      for (const thrown of [error, fetchFailed(error)]) {
        const failure = networkFailure(thrown, url);
        assert.equal(failure.code, code);
        assert.deepEqual(failure.args, { host: 'mcp.example', ...(reason === undefined ? {} : { reason }) });
      }
    });
  }

  it('is a proxy that answers in place of the server', async () => {
    const answers = (): Promise<Response> => Promise.resolve(new Response('log in', { status: 407 }));
    for (const request of [
      () => guardedRequest({ ...guard, effects: { ...guard.effects, fetch: answers } }, url),
      () => createTransportFetch({ fetch: answers }, 'Prod').fetch(url),
    ]) {
      await assert.rejects(request, (error) => isAppError(error, 'proxy_failed') && error.args['reason'] === 'login');
    }
  });
});
