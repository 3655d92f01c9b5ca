import * as vscode from 'vscode';
import { isAppError } from '../../../core/errors.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { UriRoute } from '../../auth/browser/callbackUriHandler.ts';
import type { SignInTo } from '../../auth/signInTo.ts';
import { EDITOR_DIALOGS, type LinkDialogs } from '../../servers/linkDialogs.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import type { Gate } from '../../words/gate.ts';
import { plainText } from '../../words/plainText.ts';
import type { IncidentReference } from '../incidentReference.ts';
import { type LinkedIncident, readIncidentLink } from './readIncidentLink.ts';

const { t } = vscode.l10n;

/** What a link to an incident may lead to. */
export interface IncidentLinkOptions {
  readonly registry: ServerRegistry;
  readonly isSignedIn: (serverId: string) => Promise<boolean>;
  readonly signInTo: SignInTo;
  readonly open: (reference: IncidentReference) => void;
  /** Has the person add the server at `url`, step by step, and returns when that ended. */
  readonly addServer: (url: string) => Promise<void>;
  readonly gate: Gate;
  /** The editor's own unless told. */
  readonly dialogs?: LinkDialogs;
}

/**
 * What a link to an incident does when the operating system or the browser hands it to the editor: it opens the page of
 * an incident of a configured server, once somebody is signed in there. It changes nothing and adds no server by
 * itself. Questions are asked one at a time: links that would ask another one meanwhile are dropped, so that nobody can
 * be worn down with them.
 */
export function createIncidentLinkRoute(options: IncidentLinkOptions): UriRoute {
  const asking = oneAtATime();
  const complaining = oneAtATime();
  return async ({ query }) => {
    try {
      await follow(readIncidentLink(query), options, asking);
    } catch (error) {
      const tell = () => options.gate(error, 'link to an incident');
      // Of links that lead nowhere there can be many: no more is said of them until the person has read the first.
      await (isAppError(error, 'incident_link_invalid', 'invalid_settings') ? complaining(tell) : tell());
    }
  };
}

/** Runs what it is given, or nothing while that which it was given before still runs. */
type OneAtATime = <T>(run: () => Promise<T>) => Promise<T | undefined>;

function oneAtATime(): OneAtATime {
  let isRunning = false;
  return async (run) => {
    if (isRunning) return undefined;
    isRunning = true;
    try {
      return await run();
    } finally {
      isRunning = false;
    }
  };
}

async function follow(linked: LinkedIncident, options: IncidentLinkOptions, asking: OneAtATime): Promise<void> {
  const client = await clientAt(linked.server, options);
  if (client) return openSignedIn(client, linked, options, asking);
  if (!(await asking(() => asksToAdd(linked, options.dialogs ?? EDITOR_DIALOGS)))) return;
  await options.addServer(linked.server);
  const added = await clientAt(linked.server, options);
  // Whoever only added the server was asked to sign in, and need not be asked again.
  if (added && (await options.isSignedIn(added.id))) options.open({ serverId: added.id, id: linked.id });
}

/** The server at an address; of several sign-ins to one, that which there is. @throws AppError `invalid_settings` */
async function clientAt(url: string, options: IncidentLinkOptions): Promise<ServerClient | undefined> {
  const { registry, isSignedIn } = options;
  if (registry.problem) throw registry.problem;
  const clients = registry.list().filter(({ entry }) => entry.url === url);
  for (const client of clients) if (await isSignedIn(client.id)) return client;
  return clients[0];
}

async function openSignedIn(
  client: ServerClient,
  { id }: LinkedIncident,
  { isSignedIn, signInTo, open }: IncidentLinkOptions,
  asking: OneAtATime,
): Promise<void> {
  if (!(await isSignedIn(client.id))) {
    const signedIn = await asking(() => signInTo(client.id).then(() => true));
    if (signedIn === undefined) return;
  }
  open({ serverId: client.id, id });
}

function asksToAdd({ server, id }: LinkedIncident, dialogs: LinkDialogs): Promise<boolean> {
  const question = t('Incident {0} is on a server that is not set up here.', plainText(id));
  const detail = t(
    '{0}\n\nAdd this server only if you know who runs it: anybody can make such a link. Nothing is sent there before you agree.',
    server,
  );
  return dialogs.confirm(question, detail, t('Add Server…'));
}
