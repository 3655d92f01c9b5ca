import { l10n } from 'vscode';
import type { FactName, StepId, StepState } from '../../core/diagnosis/diagnosis.ts';

const STEPS: Readonly<Record<StepId, () => string>> = {
  server: () => l10n.t('Reach the server'),
  challenge: () => l10n.t('The server asks for a sign-in'),
  resource: () => l10n.t('The server says where to sign in'),
  issuer: () => l10n.t('The issuer says how to sign in'),
  client: () => l10n.t('The issuer knows the application'),
  redirects: () => l10n.t('The way back is registered'),
  scopes: () => l10n.t('The permissions exist'),
  token: () => l10n.t('The token'),
  call: () => l10n.t('A trial call'),
};

const FACTS: Readonly<Record<FactName, () => string>> = {
  address: () => l10n.t('Address'),
  metadataAddress: () => l10n.t('Description at'),
  demandedScopes: () => l10n.t('Permissions demanded'),
  resource: () => l10n.t('Resource'),
  issuers: () => l10n.t('Issuers'),
  issuer: () => l10n.t('Issuer'),
  loginPage: () => l10n.t('Login page'),
  tokenEndpoint: () => l10n.t('Tokens from'),
  offers: () => l10n.t('Offers'),
  identityProvider: () => l10n.t('Identity provider'),
  clientId: () => l10n.t('Client ID'),
  registered: () => l10n.t('Registered'),
  notRegistered: () => l10n.t('Not registered'),
  unclear: () => l10n.t('Not known'),
  askedScopes: () => l10n.t('Asked for'),
  account: () => l10n.t('Account'),
  tokenIssuer: () => l10n.t('Issued by (iss)'),
  audience: () => l10n.t('Meant for (aud)'),
  tokenScopes: () => l10n.t('Permissions (scp)'),
  tokenClient: () => l10n.t('For the client (cid)'),
  expires: () => l10n.t('Expires'),
  protocol: () => l10n.t('MCP revision'),
  tools: () => l10n.t('Tools'),
};

/** What a step looks at, as a heading. */
export function stepTitle(id: StepId): string {
  return STEPS[id]();
}

/** The name of what was seen. */
export function factLabel(name: FactName): string {
  return FACTS[name]();
}

/** The sign and the word before a step: the sign alone would be nothing to a screen reader. */
export function stateWords(state: StepState): string {
  switch (state) {
    case 'good':
      return l10n.t('✓ good');
    case 'warning':
      return l10n.t('⚠ worth knowing');
    case 'bad':
      return l10n.t('✗ to be mended');
    case 'skipped':
      return l10n.t('– not checked');
  }
}
