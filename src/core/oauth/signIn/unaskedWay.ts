import type { SignInSetting } from '../../serverEntry.ts';
import type { Way } from './waysToSignIn.ts';

/**
 * The way that begins by itself; absent where the person chooses first. A device code is one's own only by choice: whoever
 * gets one unasked approves that of somebody else as readily (RFC 8628 section 5.4).
 */
export function unaskedWay(ways: readonly Way[], signIn: SignInSetting): Way | undefined {
  const [first] = ways;
  return first === 'device' && signIn === 'auto' ? undefined : first;
}
