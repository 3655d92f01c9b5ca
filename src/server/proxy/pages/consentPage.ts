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

/** As much of a name as is shown, in characters: a longer one is a message to whoever reads it. */
const LONGEST_NAME = 60;

interface Place {
  readonly place: string;
  readonly kind: string;
  readonly about: string;
}

/** Who gets in, by where an answer goes, with what a person can compare. */
function placeOf({ redirectUri, isRelay }: ConsentQuestion): Place {
  const { protocol, host } = new URL(redirectUri);
  if (isRelay) return { place: host, kind: 'an editor', about: 'The relay page here, which passes it on to an editor' };
  if (protocol === 'https:') {
    return { place: host, kind: 'a web site', about: 'A web site: whoever runs it gets your sign-in' };
  }
  if (protocol === 'http:') return { place: host, kind: 'a program on this computer', about: 'On this computer' };
  return { place: `${protocol}//${host}`, kind: 'an editor on this computer', about: 'On this computer' };
}

function shortName(name: string): string {
  const signs = [...name];
  return signs.length <= LONGEST_NAME ? name : `${signs.slice(0, LONGEST_NAME).join('').trimEnd()}…`;
}

function scopeItem(scope: string): string {
  return `<li>${escapeHtml(SCOPE_WORDS[scope] ?? scope)} <small>${escapeHtml(scope)}</small></li>`;
}

function permissions({ scopes, days }: ConsentQuestion): string {
  const items = scopes.filter((scope) => scope !== 'offline_access').map(scopeItem);
  if (days > 0) items.push(`<li>Stay signed in for up to ${days} ${days === 1 ? 'day' : 'days'}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

/** The page that asks, before the browser goes to Okta. What stands in large letters are facts, and no client's words. */
export function consentPage(question: ConsentQuestion): { readonly title: string; readonly body: string } {
  const { place, kind, about } = placeOf(question);
  const name = escapeHtml(shortName(question.clientName));
  return {
    title: `Let ${kind} use your incidents?`,
    body: `<p>It asks to work with Incident Desk in your name. If you agree, you sign in at Okta next.</p>
<dl>
<div><dt>Gets your sign-in at</dt><dd>${escapeHtml(place)}<small>${about}</small></dd></div>
<div><dt>Calls itself</dt><dd>${name}<small>Nobody has checked this name</small></dd></div>
<div><dt>Will be able to</dt><dd>${permissions(question)}</dd></div>
</dl>
<p class="note">Agree only if you began this sign-in yourself a moment ago, and know the place that it goes to.</p>
<form method="post" action="${escapeHtml(question.action)}">
<input type="hidden" name="token" value="${escapeHtml(question.token)}">
<div class="actions">
<button name="decision" value="allow">Agree and sign in</button>
<button class="plain" name="decision" value="deny">Cancel</button>
</div>
</form>`,
  };
}
