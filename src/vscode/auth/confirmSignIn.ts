import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/planSignIn.ts';
import { plainText } from '../commands/plainText.ts';

const CONFIRMED_KEY = 'confirmedSignIns';
const confirmedSchema = z.array(z.string());

/**
 * Shows, before the first sign-in and whenever issuer, client or scopes changed since, who gets what: server host,
 * issuer host and scopes. `sharing` names other servers that sign in at the same issuer.
 * @throws AppError `cancelled`
 */
export async function confirmSignIn(
  plan: SignInPlan,
  sharing: readonly string[],
  memory: vscode.Memento,
): Promise<void> {
  const parsed = confirmedSchema.safeParse(memory.get(CONFIRMED_KEY));
  const confirmed = parsed.success ? parsed.data : [];
  const fingerprint = fingerprintOf(plan);
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

function fingerprintOf({ serverId, issuer, clientId, scopes, resource }: SignInPlan): string {
  const parts = JSON.stringify([serverId, issuer, clientId, scopes.toSorted(), resource ?? '']);
  return createHash('sha256').update(parts).digest('base64url');
}

function summary({ server, issuer, scopes }: SignInPlan, sharing: readonly string[]): string {
  const { t } = vscode.l10n;
  const lines = [
    t('Incident server: {0}', new URL(server.url).host),
    t('You sign in at: {0}', new URL(issuer).host),
    t('Permissions asked for: {0}', plainText(scopes.join(', '))),
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
