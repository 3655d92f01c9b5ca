import type { ServerResponse } from 'node:http';
import type { OktaError } from './oktaErrors.ts';

/** Answers with JSON that nobody may keep. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-cache, no-store',
    pragma: 'no-cache',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers an OAuth error as RFC 6749 section 5.2 has it. */
export function sendOktaError(response: ServerResponse, failure: OktaError): void {
  sendJson(response, failure.status, { error: failure.error, error_description: failure.description });
}

/** Answers an error of Okta's management API. */
export function sendManagementError(response: ServerResponse, status: number, code: string, summary: string): void {
  sendJson(response, status, {
    errorCode: code,
    errorSummary: summary,
    errorLink: code,
    errorId: `oae${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`,
    errorCauses: [],
  });
}

/** Sends the browser elsewhere. */
export function sendRedirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-cache, no-store', 'content-length': 0 });
  response.end();
}
