import type { OktaState, OktaWatch } from '../proxy/upstream/oktaWatch.ts';
import type { Notice } from './serverOperation.ts';
import { sharedLook } from './sharedLook.ts';

/** What is asked about the health of a server. A reason why it is not well is undefined where it is. */
export interface Health {
  /** Whether the database of the incidents answers. */
  readonly hasIncidents: () => Promise<boolean>;
  /** Why requests cannot be answered: no incidents, no way to check tokens or to keep the audit log, or the server is about to stop. */
  readonly whyNotReady: () => Promise<string | undefined>;
  /** Whether a proxy can reach Okta; undefined where there is no proxy. A server is ready without: calls go on. */
  readonly oktaState: () => Promise<OktaState | undefined>;
}

/** What a server needs to be of use. */
export interface HealthParts {
  readonly isOpen: () => Promise<boolean>;
  /** How tokens are checked; `missing` says what is not there where they cannot be, and why. */
  readonly tokens: { readonly isReady: () => Promise<boolean>; readonly missing: () => string };
  /** The authorization server in this process. */
  readonly proxy?: { readonly isOpen: () => Promise<boolean>; readonly okta: OktaWatch } | undefined;
  /** Whether the audit log is written. */
  readonly isAudited?: (() => boolean) | undefined;
  readonly monotonic: () => number;
  readonly notice: Notice;
}

/** Tells of each turn to the worse or the better, once. A server begins as a ready one. */
function telling(notice: Notice): (reason: string | undefined) => string | undefined {
  let known: string | undefined;
  return (reason) => {
    if (reason !== known) {
      if (reason === undefined) notice('info', 'ready again');
      else notice('warn', `not ready: ${reason}`);
    }
    known = reason;
    return reason;
  };
}

/** Looks after the health of a server. `stop` says that it is about to stop. */
export function createHealth(parts: HealthParts): Health & { readonly stop: () => void } {
  const { isOpen, tokens, proxy, isAudited = () => true, monotonic, notice } = parts;
  const hasIncidents = sharedLook(isOpen, monotonic);
  const hasSignIns = sharedLook(proxy?.isOpen ?? (async () => true), monotonic);
  const canCheckTokens = sharedLook(tokens.isReady, monotonic);
  const tellReadiness = telling(notice);
  let isStopping = false;
  const whyNotReady = async (): Promise<string | undefined> => {
    const lacking =
      ((await hasIncidents()) ? undefined : 'the database does not answer') ??
      ((await hasSignIns()) ? undefined : 'the database of the proxy does not answer') ??
      ((await canCheckTokens()) ? undefined : tokens.missing()) ??
      (isAudited() ? undefined : 'the audit log cannot be written');
    return isStopping ? 'the server stops' : lacking;
  };
  return {
    hasIncidents,
    whyNotReady: async () => tellReadiness(await whyNotReady()),
    oktaState: async () => proxy?.okta.look(),
    stop() {
      isStopping = true;
      tellReadiness('the server stops');
    },
  };
}
