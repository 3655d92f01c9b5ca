import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { readCredential } from '../../src/core/oauth/clients/readCredential.ts';
import { readKeyFile } from '../../src/vscode/auth/ways/readKeyFile.ts';

describe('A key file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function written(text: string): Promise<vscode.Uri> {
    const file = path.join(directory, 'key.pem');
    await writeFile(file, text);
    return vscode.Uri.file(file);
  }

  it('is read as a private key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const file = await written(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    assert.equal(readCredential(await readKeyFile(file)).method, 'private_key_jwt');
  });

  it('is not read where it is too large for a key', async () => {
    const file = await written('x'.repeat(64 * 1024 + 1));
    await assert.rejects(readKeyFile(file), (error) => isAppError(error, 'credential_invalid'));
  });
});
