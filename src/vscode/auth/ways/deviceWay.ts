import * as vscode from 'vscode';
import type { PendingDevice } from '../../../core/oauth/signIn/deviceAuthorization.ts';
import { plainText } from '../../words/plainText.ts';
import type { BrowserWayOptions } from './browserWay.ts';
import type { SignInWay } from './signInWay.ts';

type DeviceWayOptions = Pick<BrowserWayOptions, 'effects' | 'openBrowser'>;

/** The person types a code on any device (RFC 8628). Nothing is opened unasked: host and code are shown first. */
export function deviceWay(options: DeviceWayOptions): SignInWay {
  return async (plan, waiting) => {
    const { effects } = options;
    waiting.say(vscode.l10n.t('Asking for a code…'));
    const { beginDeviceAuthorization } = await import('../../../core/oauth/signIn/deviceAuthorization.ts');
    const device = await beginDeviceAuthorization(plan, effects, waiting.signal);
    const { host, href } = device.verificationUri;
    const open = waiting.link(vscode.l10n.t('Copy the code and open {0}', host), () => copyAndOpen(device, options));
    const copy = waiting.link(vscode.l10n.t('Copy the link to the page'), () => vscode.env.clipboard.writeText(href));
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
  { effects, openBrowser }: DeviceWayOptions,
): Promise<void> {
  await vscode.env.clipboard.writeText(userCode);
  await openBrowser(verificationUriComplete ?? verificationUri).catch(() => {
    effects.log.warn('The browser could not be opened for a device code; it can still be typed.');
  });
}
