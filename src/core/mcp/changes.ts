import type { Client } from '@modelcontextprotocol/client';
import type { ServerChange } from './connection.ts';

/** Longest address of a resource that a server may tell of. */
const URI_LENGTH = 8000;

/** Hears what the server of a client says of changes, in either protocol era. */
export function hearChanges(client: Client, onChange: (change: ServerChange) => void): void {
  client.setNotificationHandler('notifications/tools/list_changed', () => onChange({ kind: 'tools' }));
  client.setNotificationHandler('notifications/prompts/list_changed', () => onChange({ kind: 'prompts' }));
  client.setNotificationHandler('notifications/resources/list_changed', () => onChange({ kind: 'resources' }));
  client.setNotificationHandler('notifications/resources/updated', ({ params: { uri } }) => {
    if (uri.length <= URI_LENGTH) onChange({ kind: 'contents', uri });
  });
}
