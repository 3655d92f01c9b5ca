import type { ServerResponse } from 'node:http';
import type { ProxyAudit } from './proxyAudit.ts';
import type { ProxyTimes } from './proxySettings.ts';
import type { SigningKeys } from './signingKeys.ts';
import type { RecordStore } from './store/recordStore.ts';
import type { OktaApplication, OktaClient } from './upstream/oktaClient.ts';
import type { PendingSignIns } from './upstream/pendingSignIns.ts';
import type { UpstreamGrants } from './upstream/upstreamGrants.ts';
import type { Vault } from './vault.ts';

/** What the proxy is made of. */
export interface ProxyParts {
  /** Its own origin, as configured. */
  readonly issuer: string;
  /** The MCP server that all its tokens are for. */
  readonly resource: string;
  /** What clients may ask for. */
  readonly scopes: readonly string[];
  readonly application: OktaApplication;
  readonly okta: OktaClient;
  readonly vault: Vault;
  readonly keys: SigningKeys;
  readonly store: RecordStore;
  readonly grants: UpstreamGrants;
  readonly pending: PendingSignIns;
  readonly times: ProxyTimes;
  readonly audit: ProxyAudit;
  /** Takes failures that nobody else is told of. */
  readonly report: (error: Error) => void;
  /** Answers with a page that says what went wrong; `reason` is text. */
  readonly showError: (response: ServerResponse, status: number, reason: string) => void;
}
