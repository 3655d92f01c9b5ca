import * as vscode from 'vscode';
import type { Effects } from '../../../core/effects.ts';
import type { PendingDevice } from '../../../core/oauth/deviceAuthorization.ts';
import { plainText } from '../../words/plainText.ts';
import { openInBrowser } from '../openInBrowser.ts';
import type { SignInWay } from './signInWay.ts';

/** The person types a code on any device (RFC 8628). Nothing is opened unasked: host and code are shown first. */
export function deviceWay(effects: Effects): SignInWay {
  return async (plan, waiting) => {
    waiting.say(vscode.l10n.t('Asking for a code…'));
    const { beginDeviceAuthorization } = await import('../../../core/oauth/deviceAuthorization.ts');
    const device = await beginDeviceAuthorization(plan, effects, waiting.signal);
    const { host, href } = device.verificationUri;
    const open = waiting.link(vscode.l10n.t('Copy the code and open {0}', host), () => copyAndOpen(device, effects));
    const copy = waiting.link(vscode.l10n.t('Copy the address'), () => vscode.env.clipboard.writeText(href));
    waiting.say(
      vscode.l10n.t(
        'Your code is {0}. {1}, or type it on any device at {2}. {3}.',
        plainText(device.userCode),
        open,
        plainText(href.replace(/^https:\/\//, '')),
        copy,
      ),
    );
    return device.poll(waiting.signal);
  };
}

async function copyAndOpen(
  { userCode, verificationUri, verificationUriComplete }: PendingDevice,
  { log }: Effects,
): Promise<void> {
  await vscode.env.clipboard.writeText(userCode);
  await openInBrowser(verificationUriComplete ?? verificationUri).catch(() => {
    log.warn('The browser could not be opened for a device code; it can still be typed.');
  });
}
