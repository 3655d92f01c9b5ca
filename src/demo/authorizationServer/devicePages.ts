import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Settings } from './options.ts';
import { deviceCodePage, deviceConfirmPage } from './pages/devicePage.ts';
import { messagePage } from './pages/messagePage.ts';
import { PAGE_HEADERS } from './pages/sendPage.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  NotFoundError: 'That code is not known. Check it and try again.',
  ExpiredError: 'That code has expired. Start again on your device.',
  AlreadyUsedError: 'That code has been used already. Start again on your device.',
  AbortedError: 'The request was declined. You can close this page.',
  NoCodeError: 'Enter the code that your device shows.',
};

function show(context: KoaContextWithOIDC, html: string): void {
  context.set(PAGE_HEADERS);
  context.body = html;
}

function xsrf(context: KoaContextWithOIDC): string {
  const secret = context.oidc.session?.state?.['secret'];
  return typeof secret === 'string' ? secret : '';
}

/** The pages of the device grant, as oidc-provider asks for them. */
export function devicePages({ issuer }: Settings): {
  userCodeInputSource: (context: KoaContextWithOIDC, form: string, out?: ErrorOut, error?: Error) => void;
  userCodeConfirmSource: (
    context: KoaContextWithOIDC,
    form: string,
    client: { clientName?: string | undefined; clientId: string },
    deviceInfo: object,
    userCode: string,
  ) => void;
  successSource: (context: KoaContextWithOIDC) => void;
} {
  const action = `${issuer}/activate`;
  return {
    userCodeInputSource: (context, _form, out, error) => {
      const problem = error && (PROBLEMS[error.name] ?? out?.error_description ?? 'Something went wrong. Try again.');
      show(
        context,
        deviceCodePage({ action, xsrf: xsrf(context), userCode: '', ...(problem === undefined ? {} : { problem }) }),
      );
    },
    userCodeConfirmSource: (context, _form, client, _deviceInfo, userCode) => {
      const clientName = client.clientName ?? client.clientId;
      show(context, deviceConfirmPage({ action, xsrf: xsrf(context), userCode, clientName }));
    },
    successSource: (context) => {
      show(context, messagePage('Device activated', 'You can close this page and go back to your device.'));
    },
  };
}
