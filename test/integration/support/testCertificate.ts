import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A certificate and its private key, both PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: KeyObject;
}

interface CertificateOptions {
  /** Name or IPv4 address that the certificate is for; for nobody where absent, as an authority's. */
  readonly host?: string;
  /** Who signs; itself unless told. */
  readonly authority?: TestCertificate;
  /** Years from now. */
  readonly from?: number;
  readonly until?: number;
}

const OID = {
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
  commonName: Buffer.from('0603550403', 'hex'),
  subjectAltName: Buffer.from('0603551d11', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
};

/** One DER value (X.690): tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

function name(text: string): Buffer {
  return sequence(der(0x31, sequence(OID.commonName, der(0x0c, Buffer.from(text)))));
}

function instant(years: number): Buffer {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function extensions(host: string | undefined): Buffer {
  const isAddress = host !== undefined && /^[\d.]+$/.test(host);
  const named = isAddress ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host ?? ''));
  const extension =
    host === undefined
      ? sequence(OID.basicConstraints, der(0x04, sequence(der(0x01, Buffer.from([0xff])))))
      : sequence(OID.subjectAltName, der(0x04, sequence(named)));
  return der(0xa3, sequence(extension));
}

/** Makes an X.509 certificate (RFC 5280) with a key on P-256. */
export function testCertificate({ host, authority, from = -1, until = 1 }: CertificateOptions = {}): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(OID.ecdsaWithSha256);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([host === undefined ? 1 : 2])),
    algorithm,
    name(authority || host === undefined ? 'Test authority' : host),
    sequence(instant(from), instant(until)),
    name(host ?? 'Test authority'),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(host),
  );
  const signature = sign('sha256', body, authority?.key ?? privateKey);
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { cert, key: privateKey };
}
