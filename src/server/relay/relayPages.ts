import { escapeHtml } from '../../shared/escapeHtml.ts';
import { page as plainPage } from '../../shared/page.ts';

/** Why the relay did not forward. */
export type Refusal = 'incomplete' | 'foreign' | 'target';

function page(title: string, body: string): string {
  return plainPage({ lang: 'en', title, body });
}

const REFUSALS: Readonly<Record<Refusal, { what: string; todo: string }>> = {
  incomplete: {
    what: 'This address is where a sign-in comes back to. It was opened without a complete answer to one.',
    todo: 'Start the sign-in in your editor. The browser will come here by itself.',
  },
  foreign: {
    what: 'The answer that was sent here does not belong to a sign-in that Incident Desk began.',
    todo: 'Nothing was passed on. If you were signing in, start again in your editor.',
  },
  target: {
    what: 'The sign-in asks to be sent on to an address that this server does not know as an editor.',
    todo: 'Nothing was passed on. If this is your editor, ask whoever runs the server to add its address to RELAY_TARGETS.',
  },
};

/** The page that says why nothing was forwarded. */
export function refusalPage(refusal: Refusal): string {
  const { what, todo } = REFUSALS[refusal];
  return page('Sign-in not forwarded', `<div role="alert"><p>${what}</p><p>${todo}</p></div>`);
}

function placeOf(target: URL): string {
  return target.protocol === 'https:' || target.protocol === 'http:'
    ? target.host
    : `${target.protocol.slice(0, -1)} on this computer`;
}

/** The page that forwards when the person asks for it. */
export function forwardPage(target: URL, code: string): string {
  const place = escapeHtml(placeOf(target));
  return page(
    'Finish signing in',
    `<p>Continue only if your editor at <strong class="place">${place}</strong> shows this check code:</p>
<p class="code" aria-label="Check code ${code.split('').join(' ')}">${code}</p>
<p><a class="button" href="${escapeHtml(target.href)}" rel="noreferrer">Continue to ${place}</a></p>
<p class="note">Another code, or none? Then somebody else began this sign-in: close this page.</p>`,
  );
}
