import type { Credentials } from '../../../core/oauth/clients/credentials.ts';
import { bareIssuerOf, bareServer, redirectUrisOn } from '../../../core/oauth/callbacks/redirectUris.ts';
import type { PlanOptions } from '../../../core/oauth/signIn/planSignIn.ts';
import type { Registrations } from '../../../core/oauth/clients/registrations.ts';
import type { ResourceRefusals } from '../../../core/oauth/discovery/resourceRefusals.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import { serverId, type ServerEntry } from '../../../core/serverEntry.ts';
import type { IssuerMemory } from './issuerMemory.ts';

/** What is known before a sign-in, from settings, sessions and earlier sign-ins. */
export interface KnownBefore {
  readonly entries: readonly ServerEntry[];
  readonly sessions: readonly Session[];
  readonly issuers: Pick<IssuerMemory, 'learned'>;
  readonly refusals: Pick<ResourceRefusals, 'has'>;
  readonly registrations: Pick<Registrations, 'get' | 'keep'>;
  readonly credentials: Pick<Credentials, 'get'>;
  readonly clientMetadataUrl: string | undefined;
  /** Of addresses that open an editor on the desktop. */
  readonly uriScheme: string;
}

/** The options of a sign-in's plan that come from what is known before. */
export function signInPlanning(server: ServerEntry, known: KnownBefore): Omit<PlanOptions, 'signal' | 'chooseIssuer'> {
  const { entries, sessions, issuers, refusals, registrations, credentials, clientMetadataUrl, uriScheme } = known;
  const learned = issuers.learned();
  const id = serverId(server);
  const others = entries.filter((entry) => serverId(entry) !== id);
  const knownIssuers = [
    ...others.flatMap((entry) => [entry.issuer ?? learned.get(serverId(entry)), entry.identityProvider?.issuer]),
    ...sessions.filter((session) => session.serverId !== id).map(({ issuer }) => issuer),
  ].filter((issuer) => issuer !== undefined);
  const bareOwner = bareServer(entries);
  const isOthers = bareOwner !== undefined && serverId(bareOwner) !== id;
  // No issuer at all, rather than this server's own in the meantime.
  const bareIssuer = bareIssuerOf(entries, learned) ?? (isOthers ? '' : undefined);
  const relays = server.relay === undefined ? [] : [server.relay];
  return {
    knownIssuers: [...new Set(knownIssuers)],
    refusesResource: (issuer) => refusals.has(issuer),
    registrations,
    credentials,
    redirectUris: (path) => redirectUrisOn(path, uriScheme, relays),
    ...(bareIssuer === undefined ? {} : { bareIssuer }),
    ...(clientMetadataUrl === undefined ? {} : { clientMetadataUrl }),
  };
}
