import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { ClientAuthentication } from '../../../core/oauth/clients/clientAuthentication.ts';
import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';
import { messageForAny } from '../../words/messages.ts';
import { plainText } from '../../words/plainText.ts';
import { readKeyFile } from './readKeyFile.ts';

/** Asks for the secret or key of a plan's client; the second argument says why. @throws AppError `cancelled` */
export type AskForCredential = typeof askForCredential;

/**
 * Asks for the secret or the private key of an application, typed, pasted or as a file, until it can be read.
 * `problem` says why the one before was of no use.
 * @throws AppError `cancelled`
 */
export async function askForCredential(
  plan: SignInPlan,
  problem: string | undefined,
  signal: AbortSignal,
): Promise<ClientAuthentication> {
  const { readCredential } = await import('../../../core/oauth/clients/readCredential.ts');
  const { promise, resolve, reject } = Promise.withResolvers<ClientAuthentication>();
  const input = credentialInput(plan);
  input.validationMessage = problem;
  const take = async (text: string | Promise<string | undefined>): Promise<void> => {
    try {
      const given = await text;
      if (given !== undefined) resolve(readCredential(given));
    } catch (error) {
      input.validationMessage = messageForAny(error).text;
    }
  };
  const cancel = (): void => reject(new AppError('cancelled'));
  let picking = false;
  input.onDidChangeValue(() => {
    input.validationMessage = undefined;
  });
  input.onDidAccept(() => take(input.value));
  input.onDidTriggerButton(async () => {
    picking = true;
    await take(keyFromFile());
    picking = false;
    input.show();
  });
  input.onDidHide(() => {
    if (!picking) cancel();
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    input.show();
    return await promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    input.dispose();
  }
}

function credentialInput({ server, issuer }: SignInPlan): vscode.InputBox {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Sign in to {0}: client secret or private key', plainText(server.name));
  input.prompt = vscode.l10n.t(
    'Paste the secret, or the private key as PEM or JWK, of the application at {0}. In Okta: Applications > your app > General > Client Credentials. It is kept in the secret storage of VS Code and sent to {0} only.',
    new URL(issuer).host,
  );
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = [{ iconPath: new vscode.ThemeIcon('folder-opened'), tooltip: vscode.l10n.t('Pick a Key File') }];
  return input;
}

/** The text of a file that the person picks; undefined where none is picked. @throws AppError `credential_invalid` */
async function keyFromFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Private key of the application'),
      openLabel: vscode.l10n.t('Use Key'),
      filters: { [vscode.l10n.t('Keys')]: ['pem', 'key', 'json', 'jwk'], [vscode.l10n.t('All files')]: ['*'] },
    })) ?? [];
  return file && readKeyFile(file);
}
