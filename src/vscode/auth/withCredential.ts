import { l10n } from 'vscode';
import { isAppError } from '../../core/errors.ts';
import { fittingMethod } from '../../core/oauth/clients/clientAuthentication.ts';
import { isDocumentAddress } from '../../core/oauth/clients/documentAddress.ts';
import { withoutSlash } from '../../core/oauth/discovery/issuerSpelling.ts';
import type { SignInPlan } from '../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import { askForCredential, type AskForCredential } from './ways/askForCredential.ts';
import type { KnownCredentials } from './ways/credentialsWay.ts';
import type { Waiting } from './ways/signInWay.ts';

/** What {@link withCredential} needs. */
export interface WithCredentialOptions {
  readonly credentials: Pick<KnownCredentials, 'keep'>;
  readonly waiting: Pick<Waiting, 'signal' | 'say'>;
  /** The input box of VS Code unless told. */
  readonly ask?: AskForCredential | undefined;
}

/**
 * Runs a sign-in as a person, and where its issuer wants the application to prove itself (Okta: an application of the
 * kind "web") asks for its secret or key and runs it anew: the code that was refused is spent. What worked is kept.
 * @throws AppError `cancelled`, and whatever `signIn` throws
 */
export async function withCredential(
  plan: SignInPlan,
  signIn: (plan: SignInPlan) => Promise<SignedIn>,
  { credentials, waiting, ask = askForCredential }: WithCredentialOptions,
): Promise<SignedIn> {
  const { issuer, client, metadata } = plan;
  for (let tried = plan; ;) {
    try {
      const signedIn = await signIn(tried);
      if (tried !== plan) await credentials.keep(issuer, client.clientId, tried.client.authentication);
      return signedIn;
    } catch (error) {
      if (!wantsCredential(plan, error)) throw error;
      waiting.say(l10n.t('Waiting for the secret or the private key of the application.'));
      const isPublic = tried.client.authentication.method === 'none';
      const given = await ask(plan, isPublic ? missingWords(plan) : wrongWords(plan), waiting.signal);
      const authentication = fittingMethod(given, metadata.token_endpoint_auth_methods_supported);
      tried = { ...plan, client: { ...client, authentication } };
    }
  }
}

/** Whether an issuer that the settings name refuses a client that they name: a credential goes nowhere else. */
export function wantsCredential({ server, issuer, client, clientOrigin }: SignInPlan, error: unknown): boolean {
  if (!isAppError(error, 'token_request_failed') || error.args['error'] !== 'invalid_client') return false;
  if (clientOrigin !== 'configured' || isDocumentAddress(client.clientId)) return false;
  const named = [server.issuer, server.identityProvider?.issuer];
  return named.some((other) => other !== undefined && withoutSlash(other) === withoutSlash(issuer));
}

function missingWords({ issuer }: SignInPlan): string {
  return l10n.t(
    '{0} wants a secret or a key of this application, or does not know its client ID. After this you sign in once more.',
    new URL(issuer).host,
  );
}

function wrongWords({ issuer }: SignInPlan): string {
  return l10n.t(
    '{0} did not accept that secret or key. Copy the present one. After this you sign in once more.',
    new URL(issuer).host,
  );
}
