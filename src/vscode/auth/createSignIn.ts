import type * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { SignInPlan } from '../../core/oauth/signIn/planSignIn.ts';
import { mayHaveLostClient, type Registrations } from '../../core/oauth/clients/registrations.ts';
import { bareCandidates } from '../../core/oauth/callbacks/redirectUris.ts';
import type { ResourceRefusals } from '../../core/oauth/discovery/resourceRefusals.ts';
import type { Session } from '../../core/oauth/sessions/session.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { chooseIssuer } from './planning/chooseIssuer.ts';
import { confirmSignIn } from './planning/confirmSignIn.ts';
import { desktopScheme } from './planning/desktopScheme.ts';
import type { IssuerMemory } from './planning/issuerMemory.ts';
import { serversSharingIssuer } from './planning/sharedIssuer.ts';
import type { SignInFlowOptions } from './signInFlow.ts';
import { signInPlanning } from './planning/signInPlanning.ts';

/** Milliseconds that a sign-in waits for another server's word on its issuer. */
const PATIENCE = 5_000;

/** For more permissions than a session has: the session, none where nobody is signed in, and what a server demanded. */
export interface StepUpWanted {
  readonly session: Session | undefined;
  readonly demanded: readonly string[];
}

/** What is wanted of a sign-in. */
export interface SignInWanted {
  readonly stepUp?: StepUpWanted;
  /** Whether the issuer is to ask who signs in, though somebody is signed in there. */
  readonly otherAccount?: boolean;
}

/** Signs in to a configured server, showing what it needs to. @throws AppError of any sign-in code */
export type SignIn = (serverId: string, wanted?: SignInWanted) => Promise<SignedIn>;

/** What a sign-in to a configured server needs. */
export interface SignInOptions extends SignInFlowOptions {
  readonly setting: Pick<ServersSetting, 'read'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly issuers: IssuerMemory;
  readonly refusals: ResourceRefusals;
  readonly registrations: Registrations;
  /** @throws AppError `invalid_settings` */
  readonly clientMetadataUrl: () => string | undefined;
  /** Remembers what was confirmed. */
  readonly memory: vscode.Memento;
}

/** Makes the sign-in of the authentication provider. It throws AppError `unknown_server` for a server not configured. */
export function createSignIn(options: SignInOptions): SignIn {
  const { setting, issuers, host, clientMetadataUrl } = options;
  return async (id, { stepUp, otherAccount = false } = {}) => {
    const entries = setting.read();
    const server = entries.find((other) => serverId(other) === id);
    if (!server) throw new AppError('unknown_server', { server: id });
    await learnBarePath(server, entries, options);
    const sessions = await options.sessions.list();
    const granted = stepUp?.session?.scopes;
    const uriScheme = desktopScheme(host);
    const known = { ...options, entries, sessions, clientMetadataUrl: clientMetadataUrl(), uriScheme };
    // Loaded here: all ways to sign in come with it.
    const { signInFlow } = await import('./signInFlow.ts');
    return signInFlow(
      {
        server,
        askWho: otherAccount,
        planning: {
          ...signInPlanning(server, known),
          chooseIssuer: (named) => chooseIssuer(server, named, issuers),
          ...(stepUp ? { stepUp: { granted: granted ?? [], demanded: stepUp.demanded } } : {}),
        },
        confirm: async (proposal, provider) => {
          const sharing = serversSharingIssuer(proposal, entries, sessions, issuers.learned());
          const asked = { proposal, ...(provider ? { provider } : {}), sharing, ...(granted ? { granted } : {}) };
          await confirmSignIn(asked, options.memory);
          await issuers.learn(id, proposal.issuer);
        },
        ended: (plan, outcome) => learnFrom(plan, outcome, options),
      },
      options,
    );
  };
}

/** Asks the server that has the bare callback path for its issuer, before another one's sign-in is planned. */
async function learnBarePath(
  server: ServerEntry,
  entries: readonly ServerEntry[],
  { issuers, effects }: Pick<SignInOptions, 'issuers' | 'effects'>,
): Promise<void> {
  const others = bareCandidates(entries, issuers.learned()).filter((other) => serverId(other) !== serverId(server));
  if (others.length === 0) return;
  const { learnBareIssuer } = await import('../../core/oauth/callbacks/learnBareIssuer.ts');
  // Where it does not answer in time, nobody has the bare path for now.
  const found = await learnBareIssuer(others, effects, AbortSignal.timeout(PATIENCE)).catch(() => undefined);
  if (found) await issuers.learn(serverId(found.server), found.issuer);
}

/** Remembers what an issuer turned out to refuse. */
async function learnFrom(
  { issuer, resource, clientOrigin }: SignInPlan,
  outcome: SignedIn | { readonly error: unknown },
  { refusals, registrations }: Pick<SignInOptions, 'refusals' | 'registrations'>,
): Promise<void> {
  if ('session' in outcome) {
    if (resource !== undefined && outcome.session.resource === undefined) await refusals.add(issuer);
    return;
  }
  const { error } = outcome;
  if (clientOrigin === 'registered' && mayHaveLostClient(error)) await registrations.forget(issuer);
}
