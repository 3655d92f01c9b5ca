import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { SCOPE } from '../../../shared/names.ts';

/** What a person is asked to agree to. */
export interface ConsentQuestion {
  /** What the client calls itself. */
  readonly clientName: string;
  readonly redirectUri: string;
  /** Whether that is the relay page of this very server. */
  readonly isRelay: boolean;
  readonly scopes: readonly string[];
  /** For how many days the client may stay signed in; 0 for as long as one access token lasts. */
  readonly days: number;
  /** Address of the form. */
  readonly action: string;
  /** What only this page knows. */
  readonly token: string;
}

const SCOPE_WORDS: Readonly<Record<string, string>> = {
  [SCOPE.read]: 'Read incidents',
  [SCOPE.write]: 'Create and change incidents',
  openid: 'Know who you are',
  profile: 'Know your name',
  email: 'Know your e-mail address',
};

/** Where an answer goes, in words, with what a person can compare. */
function placeOf({ redirectUri, isRelay }: ConsentQuestion): { readonly place: string; readonly about: string } {
  const { protocol, host } = new URL(redirectUri);
  if (isRelay) return { place: host, about: 'The relay page here, which passes it on to an editor' };
  if (protocol === 'https:') return { place: host, about: 'A web site' };
  if (protocol === 'http:') return { place: host, about: 'A program on this computer' };
  return { place: `${protocol}//${host}`, about: 'An editor on this computer' };
}

function scopeItem(scope: string): string {
  return `<li>${escapeHtml(SCOPE_WORDS[scope] ?? scope)} <small>${escapeHtml(scope)}</small></li>`;
}

function permissions({ scopes, days }: ConsentQuestion): string {
  const items = scopes.filter((scope) => scope !== 'offline_access').map(scopeItem);
  if (days > 0) items.push(`<li>Stay signed in for up to ${days} ${days === 1 ? 'day' : 'days'}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

/** The page that asks, before the browser goes to Okta. */
export function consentPage(question: ConsentQuestion): { readonly title: string; readonly body: string } {
  const { place, about } = placeOf(question);
  const name = escapeHtml(question.clientName);
  return {
    title: `Let “${question.clientName}” use your incidents?`,
    body: `<p>This program asks to work with them in your name. If you agree, you sign in at Okta next.</p>
<dl>
<div><dt>Calls itself</dt><dd>${name}<small>Nobody has checked this name</small></dd></div>
<div><dt>Gets your sign-in at</dt><dd>${escapeHtml(place)}<small>${about}</small></dd></div>
<div><dt>Will be able to</dt><dd>${permissions(question)}</dd></div>
</dl>
<form method="post" action="${escapeHtml(question.action)}">
<input type="hidden" name="token" value="${escapeHtml(question.token)}">
<div class="actions">
<button name="decision" value="allow">Agree and sign in</button>
<button class="plain" name="decision" value="deny">Cancel</button>
</div>
</form>
<p class="note">Agree only if you began this sign-in yourself a moment ago, and know the place that it goes to.</p>`,
  };
}

/** The page that says why there is nothing to agree to. */
export function errorPage(reason: string): { readonly title: string; readonly body: string } {
  return {
    title: 'This sign-in cannot go on',
    body: `<div role="alert"><p>${escapeHtml(reason)}</p></div>
<p class="note">Nothing was passed on. Go back to your program and start the sign-in again.</p>`,
  };
}
