import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer of tokens good and bad: it publishes one key and signs whatever a test asks for. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The published public key in PEM form, for those who would use it as a secret. */
  readonly publicKey: string;
  /** How often the key set was asked for. */
  readonly keyRequests: () => number;
  /** A token with these claims over those of a good access token; `undefined` leaves a claim out. */
  token(claims?: Record<string, unknown>, header?: { kid?: string; typ?: string }): Promise<string>;
  /** The same, signed with a key that is not published. */
  forgedToken(claims?: Record<string, unknown>, kid?: string): Promise<string>;
  /** Signs with a new key from now on, which is published beside the old one until {@link withdrawOldKeys}. */
  rotateKey(): Promise<void>;
  /** Publishes the newest key alone. */
  withdrawOldKeys(): void;
  /** Stops publishing keys, or starts again. */
  setDown(isDown: boolean): void;
  close(): Promise<void>;
}

export const READ_WRITE = ['incidents:read', 'incidents:write'];

/** Starts an issuer below `/oauth2/default` on a free loopback port. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const audience = 'https://mcp-incidents-api';
  let own = await generateKeyPair('RS256', { extractable: true });
  let ownKid = 'k1';
  const publicKey = await exportSPKI(own.publicKey);
  const foreign = await generateKeyPair('RS256');
  const published = async () => ({ ...(await exportJWK(own.publicKey)), kid: ownKid, alg: 'RS256', use: 'sig' });
  const keySet = { keys: [await published()] };
  let isDown = false;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (isDown || request.url !== '/oauth2/default/v1/keys') response.writeHead(isDown ? 502 : 404).end('<html>');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(keySet));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer = `http://127.0.0.1:${address.port}/oauth2/default`;
  const claimsWith = (claims: Record<string, unknown>): JWTPayload => {
    const now = Math.floor(Date.now() / 1000);
    const good = {
      ver: 1,
      jti: `AT.${crypto.randomUUID()}`,
      iss: issuer,
      aud: audience,
      sub: 'ada@example.com',
      uid: '00u1ada',
      cid: '0oaClient',
      scp: READ_WRITE,
      iat: now,
      exp: now + 300,
    };
    return { ...good, ...claims };
  };
  return {
    issuer,
    audience,
    publicKey,
    keyRequests: () => requests,
    token: (claims = {}, header = {}) =>
      new SignJWT(claimsWith(claims)).setProtectedHeader({ alg: 'RS256', kid: ownKid, ...header }).sign(own.privateKey),
    forgedToken: (claims = {}, kid = 'k1') =>
      new SignJWT(claimsWith(claims)).setProtectedHeader({ alg: 'RS256', kid }).sign(foreign.privateKey),
    async rotateKey() {
      own = await generateKeyPair('RS256', { extractable: true });
      ownKid = `rotated-${keySet.keys.length}`;
      keySet.keys.push(await published());
    },
    withdrawOldKeys() {
      keySet.keys.splice(0, keySet.keys.length - 1);
    },
    setDown(down) {
      isDown = down;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
