import { l10n } from 'vscode';
import type { CredentialProblem } from '../../core/oauth/clients/readCredential.ts';

const WORDS: Record<CredentialProblem, () => string> = {
  empty: () => l10n.t('it is empty'),
  not_one_line: () =>
    l10n.t('a secret is one line of plain characters without spaces, and a key begins with -----BEGIN or {'),
  public_key: () => l10n.t('it is a public key; the private key that belongs to it is needed'),
  encrypted: () => l10n.t('the key is encrypted; decrypt it with "openssl pkey -in key.pem -out decrypted.pem"'),
  openssh: () => l10n.t('the key is in the form of OpenSSH; convert it with "ssh-keygen -p -m PKCS8 -f key"'),
  unreadable: () => l10n.t('the key is damaged or not whole'),
  several_keys: () => l10n.t('it holds several keys; give one of them'),
  algorithm: () =>
    l10n.t('such a key cannot sign in; RSA with 2048 bits or more, EC (P-256, P-384, P-521) and Ed25519 can'),
};

/** Words for why a secret or key cannot be used: argument `reason` of `credential_invalid`. */
export function credentialWords(reason: string): string {
  const words = Object.entries(WORDS).find(([code]) => code === reason)?.[1];
  return words ? words() : reason;
}
