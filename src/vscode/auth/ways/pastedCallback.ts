import { isAppError } from '../../../core/errors.ts';
import {
  CALLBACK_LIMIT,
  checkCallback,
  type ExpectedCallback,
} from '../../../core/oauth/callbacks/callbackResponse.ts';

/** Why a pasted text is not the address that is asked for; or a `reason` of `callback_invalid`. */
export type PasteProblem = 'empty' | 'not_address' | 'sign_in_page' | 'other_page' | 'cut_off' | 'other_sign_in';

/** What a pasted text is judged by. */
export interface AwaitedPaste {
  readonly expected: ExpectedCallback;
  /** What the issuer was told to send the browser to. */
  readonly redirectUri: string;
  /** What the browser was opened with. */
  readonly signInPage: URL;
}

/** A callback, or what is wrong with the text. */
export type JudgedPaste =
  | { readonly callback: URL; readonly problem?: never }
  | { readonly callback?: never; readonly problem: PasteProblem | { readonly reason: string } };

/** As people copy addresses: with quotes or brackets around, broken into lines, and without the `http://`. */
function addressIn(text: string): URL | null {
  const bare = text.replace(/\s+/gu, '').replace(/^["'`<“”‘’«»]+|["'`>“”‘’«»]+$/gu, '');
  return URL.parse(/^[a-z][\w+.-]*:\/\//iu.test(bare) ? bare : `http://${bare}`);
}

/**
 * Judges what a person pasted as the address of the page that the sign-in ended on. It must be good as a callback
 * (RFC 6749 section 4.1.2) too; a refusal by the issuer is one.
 */
export function judgePaste(text: string, { expected, redirectUri, signInPage }: AwaitedPaste): JudgedPaste {
  if (text.trim() === '') return { problem: 'empty' };
  const url = text.length > CALLBACK_LIMIT ? null : addressIn(text);
  if (!url?.hostname.includes('.') && url?.hostname !== 'localhost') return { problem: 'not_address' };
  const wanted = new URL(redirectUri);
  if (url.host !== wanted.host) return { problem: url.host === signInPage.host ? 'sign_in_page' : 'other_page' };
  const { searchParams } = url;
  const state = searchParams.get('state') ?? '';
  if (!searchParams.has('code') && !searchParams.has('error')) return { problem: 'cut_off' };
  if (expected.state !== state) return { problem: expected.state.startsWith(state) ? 'cut_off' : 'other_sign_in' };
  try {
    checkCallback(url, expected);
  } catch (error) {
    if (!isAppError(error, 'callback_invalid', 'authorization_denied')) throw error;
    if (error.code === 'callback_invalid') return { problem: { reason: error.args['reason'] ?? '' } };
  }
  return { callback: url };
}
