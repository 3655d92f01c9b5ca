import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../../core/errors.ts';
import type { SignInPlan, SignInProposal } from '../../../core/oauth/signIn/planSignIn.ts';
import { plainText } from '../../words/plainText.ts';
import { hostsElsewhere } from './hostsElsewhere.ts';
import { scopeWords } from './scopeWords.ts';

const CONFIRMED_KEY = 'confirmedSignIns';
const confirmedSchema = z.array(z.string());

/** What is confirmed. */
export interface SignInToConfirm {
  readonly proposal: SignInProposal;
  /** Where the person signs in instead of the server's own issuer: the company's identity provider. */
  readonly provider?: SignInPlan;
  /** Names of other servers that sign in at the same place. */
  readonly sharing: readonly string[];
  /** For a step-up: the permissions that the session has. */
  readonly granted?: readonly string[];
}

/**
 * Shows, before the first sign-in, before each step-up and whenever what it shows changed since, who gets what: server
 * host, issuer host, hosts that the issuer hands on to, and scopes.
 * @throws AppError `cancelled`
 */
export async function confirmSignIn(asked: SignInToConfirm, memory: vscode.Memento): Promise<void> {
  const { proposal, sharing, granted } = asked;
  const parsed = confirmedSchema.safeParse(memory.get(CONFIRMED_KEY));
  const confirmed = parsed.success ? parsed.data : [];
  const fingerprint = fingerprintOf(asked);
  if (granted === undefined && confirmed.includes(fingerprint)) return;
  const proceed = vscode.l10n.t('Continue');
  const show = sharing.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const name = plainText(proposal.server.name);
  const question =
    granted === undefined
      ? vscode.l10n.t('Sign in to {0}?', name)
      : vscode.l10n.t('Ask for more permissions at {0}?', name);
  const chosen = await show(question, { modal: true, detail: summary(asked) }, proceed);
  if (chosen !== proceed) throw new AppError('cancelled');
  if (!confirmed.includes(fingerprint)) await memory.update(CONFIRMED_KEY, [...confirmed, fingerprint]);
}

function fingerprintOf({ proposal, provider, sharing }: SignInToConfirm): string {
  const { serverId, issuer, clientId, clientOrigin, scopes, resource } = proposal;
  // Registering anew changes nothing of what was agreed to.
  const client = clientOrigin === 'registered' ? '' : (clientId ?? '');
  const identity = [serverId, issuer, client, scopes.toSorted(), resource ?? ''];
  const elsewhere = hostsElsewhere(provider ?? proposal).toSorted();
  const parts = JSON.stringify([...identity, elsewhere, sharing.toSorted(), ...(provider ? [provider.issuer] : [])]);
  return createHash('sha256').update(parts).digest('base64url');
}

function summary({ proposal, provider, sharing, granted }: SignInToConfirm): string {
  const { t } = vscode.l10n;
  const { server, issuer, scopes, clientId } = proposal;
  const at = provider ?? proposal;
  const elsewhere = hostsElsewhere(at);
  // One by one, so that a long list does not cut off its end.
  const list = (some: readonly string[]): string => some.map((scope) => plainText(scope)).join(', ');
  return [
    ...(granted === undefined ? [] : [t('For this you also need: {0}', missing(scopes, granted))]),
    t('Incident server: {0}', new URL(server.url).host),
    t('You sign in at: {0}', new URL(at.issuer).host),
    ...(provider ? [t('Which vouches for you at: {0}', new URL(issuer).host)] : []),
    ...(elsewhere.length > 0 ? [t('Which sends you and your sign-in to: {0}', elsewhere.join(', '))] : []),
    ...(clientId === undefined
      ? [t('Incident Desk is not known there yet and registers itself at: {0}', registrar(proposal))]
      : []),
    ...(granted === undefined
      ? [t('Permissions asked for: {0}', list(scopes))]
      : [t('What you may do already stays as it is.')]),
    ...(sharing.length > 0 ? ['', sharingWarning(sharing)] : []),
  ].join('\n');
}

function missing(scopes: readonly string[], granted: readonly string[]): string {
  const added = scopes.filter((scope) => !granted.includes(scope));
  return added.map((scope) => scopeWords(scope)).join(', ');
}

function registrar({ metadata, issuer }: SignInProposal): string {
  return new URL(metadata.registration_endpoint ?? issuer).host;
}

function sharingWarning(sharing: readonly string[]): string {
  return vscode.l10n.t(
    '{0} signs in at the same place or takes the same tokens: what this server is given may work there too. Continue only if you trust this server as much.',
    plainText(sharing.join(', ')),
  );
}
