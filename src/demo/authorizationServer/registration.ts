import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendManagementError } from './answers.ts';
import type { Settings } from './options.ts';

/**
 * Client registration is Okta's management API: advertised in the metadata, open to an administrator's token alone.
 * Answers and returns false where the request does not bring it.
 */
export function mayRegister(settings: Settings, request: IncomingMessage, response: ServerResponse): boolean {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    sendManagementError(response, 401, 'E0000005', 'Invalid session');
    return false;
  }
  if (settings.registrationToken !== undefined && authorization === `SSWS ${settings.registrationToken}`) return true;
  if (authorization.startsWith('Bearer ')) {
    sendManagementError(response, 403, 'E0000006', 'You do not have permission to perform the requested action');
  } else {
    sendManagementError(response, 401, 'E0000011', 'Invalid token provided');
  }
  return false;
}
