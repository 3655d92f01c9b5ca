import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type { InteractionResults, Provider } from 'oidc-provider';
import { sendRedirect } from './answers.ts';
import { scopeWords } from './authorizeRequest.ts';
import type { Settings } from './options.ts';
import { loginPage } from './pages/loginPage.ts';
import { messagePage } from './pages/messagePage.ts';
import { sendPage } from './pages/sendPage.ts';

type Waiting = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Where the browser may show the login page, and what answers it. */
export interface LoginRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** The form that was sent; undefined when the page is asked for. */
  readonly form: URLSearchParams | undefined;
}

async function showPage(
  settings: Settings,
  provider: Provider,
  waiting: Waiting,
  { response, path, form }: LoginRequest,
): Promise<void> {
  const client = await provider.Client.find(String(waiting.params['client_id']));
  const { scope } = waiting.params;
  const html = loginPage({
    action: path,
    clientName: client?.clientName ?? client?.clientId ?? '',
    people: settings.people,
    scopes: typeof scope === 'string' ? scopeWords(scope) : [],
    ...(form ? { problem: 'Nobody of that name is known here. Choose one of these people.' } : {}),
  });
  sendPage(response, form ? 400 : 200, html);
}

/** Ends the browser's session of another person, which oidc-provider would do with a page of its own. */
async function leaveSession(provider: Provider, waiting: Waiting, uid: string): Promise<void> {
  if (waiting.session?.uid === undefined) return;
  const session = await provider.Session.findByUid(waiting.session.uid);
  if (session?.accountId === undefined || session.accountId === uid) return;
  delete session.accountId;
  delete session.authorizations;
  await session.persist();
}

/** Shows the login page, or signs in the person that was chosen on it. */
export async function answerLogin(settings: Settings, provider: Provider, login: LoginRequest): Promise<void> {
  const { request, response, form } = login;
  const finish = async (result: InteractionResults, before?: () => Promise<void>): Promise<void> => {
    const next = await provider.interactionResult(request, response, result);
    await before?.();
    sendRedirect(response, next);
  };
  try {
    const waiting = await provider.interactionDetails(request, response);
    // Only the consent is open, and the administrator gave it.
    if (waiting.prompt.name !== 'login') return await finish({ consent: {} });
    const person = settings.people.find(({ key }) => key === form?.get('person'));
    if (!person) return await showPage(settings, provider, waiting, login);
    await finish({ login: { accountId: person.uid, amr: ['pwd'] }, consent: {} }, () =>
      leaveSession(provider, waiting, person.uid),
    );
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const message = 'This sign-in is over or was started in another browser. Start again where you came from.';
    sendPage(response, 400, messagePage('Sign-in expired', message));
  }
}
