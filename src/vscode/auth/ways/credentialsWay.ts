import * as vscode from 'vscode';
import type { Effects } from '../../../core/effects.ts';
import { AppError, isAppError } from '../../../core/errors.ts';
import type { ClientAuthentication } from '../../../core/oauth/clients/clientAuthentication.ts';
import { messageForAny } from '../../words/messages.ts';
import { askForCredential as askInBox, type AskForCredential } from './askForCredential.ts';
import type { SignInWay } from './signInWay.ts';

/** The secrets and keys of applications, by issuer and client id. */
export interface KnownCredentials {
  get(issuer: string, clientId: string): Promise<ClientAuthentication | undefined>;
  keep(issuer: string, clientId: string, credential: ClientAuthentication): Promise<void>;
}

/** What the way for machines needs. */
export interface CredentialsWayOptions {
  readonly effects: Effects;
  readonly credentials: KnownCredentials;
  /** VS Code's input box unless told. */
  readonly askForCredential?: AskForCredential | undefined;
}

/**
 * Signs in as a machine, with the application's own secret or private key (RFC 6749 section 4.4, RFC 7523). It is asked
 * for where it is not known, and again where the issuer refuses it: the kept one stays until another one worked, since a
 * clock that is wrong can be why.
 */
export function credentialsWay(options: CredentialsWayOptions): SignInWay {
  const { effects, credentials, askForCredential = askInBox } = options;
  return async (plan, waiting) => {
    const { signInWithCredentials } = await import('../../../core/oauth/signIn/clientCredentials.ts');
    const { issuer, client, server } = plan;
    // Before anything is asked for: a credential goes to no issuer that only the server names.
    if (server.issuer === undefined) throw new AppError('issuer_required', { url: server.url });
    let authentication = await credentials.get(issuer, client.clientId);
    for (let problem: string | undefined; ;) {
      const isNew = authentication === undefined;
      waiting.say(vscode.l10n.t('Waiting for the secret or the private key of the application.'));
      authentication ??= await askForCredential(plan, problem, waiting.signal);
      waiting.say(vscode.l10n.t('Asking for a token…'));
      try {
        const signedIn = await signInWithCredentials(
          { ...plan, client: { ...client, authentication } },
          effects,
          waiting.signal,
        );
        if (isNew) await credentials.keep(issuer, client.clientId, authentication);
        return signedIn;
      } catch (error) {
        if (!isAppError(error, 'credential_refused')) throw error;
        problem = messageForAny(error).text;
        authentication = undefined;
      }
    }
  };
}
