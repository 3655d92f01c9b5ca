import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/planSignIn.ts';
import { plainText } from '../words/plainText.ts';
import { hostsElsewhere } from './hostsElsewhere.ts';

const CONFIRMED_KEY = 'confirmedSignIns';
const confirmedSchema = z.array(z.string());

/**
 * Shows, before the first sign-in and whenever what it shows changed since, who gets what: server host, issuer host,
 * hosts that the issuer hands on to, and scopes. `sharing` names other servers that sign in at the same issuer.
 * @throws AppError `cancelled`
 */
export async function confirmSignIn(
  plan: SignInPlan,
  sharing: readonly string[],
  memory: vscode.Memento,
): Promise<void> {
  const parsed = confirmedSchema.safeParse(memory.get(CONFIRMED_KEY));
  const confirmed = parsed.success ? parsed.data : [];
  const fingerprint = fingerprintOf(plan, sharing);
  if (confirmed.includes(fingerprint)) return;
  const proceed = vscode.l10n.t('Continue');
  const show = sharing.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(
    vscode.l10n.t('Sign in to {0}?', plainText(plan.server.name)),
    { modal: true, detail: summary(plan, sharing) },
    proceed,
  );
  if (chosen !== proceed) throw new AppError('cancelled');
  await memory.update(CONFIRMED_KEY, [...confirmed, fingerprint]);
}

function fingerprintOf(plan: SignInPlan, sharing: readonly string[]): string {
  const { serverId, issuer, client, scopes, resource } = plan;
  const identity = [serverId, issuer, client.clientId, scopes.toSorted(), resource ?? ''];
  const parts = JSON.stringify([...identity, hostsElsewhere(plan).toSorted(), sharing.toSorted()]);
  return createHash('sha256').update(parts).digest('base64url');
}

function summary(plan: SignInPlan, sharing: readonly string[]): string {
  const { t } = vscode.l10n;
  const { server, issuer, scopes } = plan;
  const elsewhere = hostsElsewhere(plan);
  const lines = [
    t('Incident server: {0}', new URL(server.url).host),
    t('You sign in at: {0}', new URL(issuer).host),
    ...(elsewhere.length > 0 ? [t('Which sends you and your sign-in to: {0}', elsewhere.join(', '))] : []),
    // One by one, so that a long list does not cut off its end.
    t('Permissions asked for: {0}', scopes.map((scope) => plainText(scope)).join(', ')),
  ];
  if (sharing.length > 0) {
    const names = plainText(sharing.join(', '));
    lines.push(
      '',
      t(
        '{0} signs in at the same place: a token for one may work at the other. Continue only if you trust this server as much.',
        names,
      ),
    );
  }
  return lines.join('\n');
}
