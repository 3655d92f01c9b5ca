import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileProblem } from '../fileProblem.ts';
import { StartFailure } from './startFailure.ts';
import type { TlsFiles } from './tlsServer.ts';

const CERT = 'MCP_TLS_CERT_FILE';
const KEY = 'MCP_TLS_KEY_FILE';

function read(variable: string, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${variable}: ${path.resolve(file)} ${fileProblem(error)}`);
    return undefined;
  }
}

function parse<T>(text: string | undefined, parseText: (text: string) => T, say: () => void): T | undefined {
  try {
    return text === undefined ? undefined : parseText(text);
  } catch {
    say();
    return undefined;
  }
}

/** Sees that a certificate and its key can be used, and belong together. Never says what is in them. @throws StartFailure */
export function checkTlsFiles({ certFile, keyFile }: TlsFiles): void {
  const problems: string[] = [];
  const certText = read(CERT, certFile, problems);
  const keyText = read(KEY, keyFile, problems);
  const certificate = parse(
    certText,
    (text) => new X509Certificate(text),
    () => problems.push(`${CERT}: ${path.resolve(certFile)} holds no certificate (PEM)`),
  );
  const key: KeyObject | undefined = parse(
    keyText,
    (text) => createPrivateKey(text),
    () => problems.push(`${KEY}: ${path.resolve(keyFile)} holds no private key (PEM, without a passphrase)`),
  );
  if (certificate !== undefined && key !== undefined && !certificate.checkPrivateKey(key)) {
    problems.push(
      `${KEY}, ${CERT}: the key does not belong to the certificate (${path.resolve(keyFile)}, ${path.resolve(certFile)}); a file with a chain begins with the server's own certificate`,
    );
  }
  if (problems.length > 0) throw new StartFailure(problems);
}
