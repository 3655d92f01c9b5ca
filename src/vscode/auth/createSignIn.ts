import type * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { bareIssuerOf } from '../../core/oauth/redirectUris.ts';
import type { Session } from '../../core/oauth/session.ts';
import type { SignedIn } from '../../core/oauth/signedIn.ts';
import type { Sessions } from '../../core/oauth/sessions.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { chooseIssuer } from './chooseIssuer.ts';
import { confirmSignIn } from './confirmSignIn.ts';
import type { IssuerMemory } from './issuerMemory.ts';
import { serversSharingIssuer } from './sharedIssuer.ts';
import { signInFlow, type SignInFlowOptions } from './signInFlow.ts';

/** For more permissions than a session has: the session, and the scopes that a server demanded. */
export interface StepUpWanted {
  readonly session: Session;
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
  /** Remembers what was confirmed. */
  readonly memory: vscode.Memento;
}

/** Makes the sign-in of the authentication provider. It throws AppError `unknown_server` for a server not configured. */
export function createSignIn(options: SignInOptions): SignIn {
  const { setting, sessions, issuers, memory } = options;
  return async (id, { stepUp, otherAccount = false } = {}) => {
    const entries = setting.read();
    const server = entries.find((other) => serverId(other) === id);
    if (!server) throw new AppError('unknown_server', { server: id });
    const bareIssuer = bareIssuerOf(entries, issuers.learned());
    const granted = stepUp?.session.scopes;
    return signInFlow(
      {
        server,
        askWho: otherAccount,
        planning: {
          chooseIssuer: (named) => chooseIssuer(server, named, issuers),
          ...(bareIssuer === undefined ? {} : { bareIssuer }),
          ...(stepUp ? { stepUp: { granted: stepUp.session.scopes, demanded: stepUp.demanded } } : {}),
        },
        confirm: async (plan) => {
          const sharing = serversSharingIssuer(plan, setting.read(), await sessions.list(), issuers.learned());
          await confirmSignIn({ plan, sharing, ...(granted ? { granted } : {}) }, memory);
          await issuers.learn(id, plan.issuer);
        },
      },
      options,
    );
  };
}
