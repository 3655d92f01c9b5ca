/** Scenarios that belong together, and for each the fewest checks that pass in a good run. */
export interface RequirementSet {
  readonly title: string;
  /** Revision of the protocol that they are run in. */
  readonly revision: string;
  /** Whether the suite itself lists what the set must hold; else it is the table. */
  readonly frozen: boolean;
  readonly minimums: Readonly<Record<string, number>>;
}

/** All that is run, in the order of the last lines. */
export const REQUIREMENT_SETS: readonly RequirementSet[] = [
  {
    title: '2025-11-25',
    revision: '2025-11-25',
    frozen: true,
    minimums: {
      initialize: 1,
      tools_call: 1,
      'elicitation-sep1034-client-defaults': 1,
      'sse-retry': 1,
      'auth/metadata-default': 1,
      'auth/metadata-var1': 1,
      'auth/metadata-var2': 1,
      'auth/metadata-var3': 1,
      'auth/basic-cimd': 1,
      'auth/scope-from-www-authenticate': 1,
      'auth/scope-from-scopes-supported': 1,
      'auth/scope-omitted-when-undefined': 1,
      'auth/scope-step-up': 1,
      'auth/scope-retry-limit': 1,
      'auth/token-endpoint-auth-basic': 1,
      'auth/token-endpoint-auth-post': 1,
      'auth/token-endpoint-auth-none': 1,
      'auth/pre-registration': 1,
    },
  },
  {
    title: '2026-07-28',
    revision: '2026-07-28',
    frozen: true,
    minimums: {
      tools_call: 1,
      'request-metadata': 1,
      'auth/metadata-default': 1,
      'auth/metadata-var1': 1,
      'auth/metadata-var2': 1,
      'auth/metadata-var3': 1,
      'auth/basic-cimd': 1,
      'auth/scope-from-www-authenticate': 1,
      'auth/scope-from-scopes-supported': 1,
      'auth/scope-omitted-when-undefined': 1,
      'auth/scope-step-up': 1,
      'auth/scope-retry-limit': 1,
      'auth/token-endpoint-auth-basic': 1,
      'auth/token-endpoint-auth-post': 1,
      'auth/token-endpoint-auth-none': 1,
      'auth/pre-registration': 1,
      'auth/resource-mismatch': 1,
      'auth/offline-access-scope': 1,
      'auth/offline-access-not-supported': 1,
      'auth/authorization-server-migration': 1,
      'auth/iss-supported': 1,
      'auth/iss-not-advertised': 1,
      'auth/iss-supported-missing': 1,
      'auth/iss-wrong-issuer': 1,
      'auth/iss-unexpected': 1,
      'auth/iss-normalized': 1,
      'auth/metadata-issuer-mismatch': 1,
      'sep-2322-client-request-state': 1,
      'http-standard-headers': 1,
      'http-custom-headers': 1,
      'http-invalid-tool-headers': 1,
      'json-schema-ref-no-deref': 1,
    },
  },
  {
    title: 'extensions',
    revision: '2025-11-25',
    frozen: false,
    minimums: {
      'auth/client-credentials-basic': 1,
      'auth/client-credentials-jwt': 1,
      'auth/enterprise-managed-authorization': 1,
      'auth/dpop': 1,
      'auth/dpop-nonce': 1,
    },
  },
];
