import type { UriRoute } from '../auth/browser/callbackUriHandler.ts';
import type { Gate } from '../words/gate.ts';
import type { AddServerFromLinkOptions } from './addServerFromLink.ts';

/**
 * What an add-server link does when the operating system or the browser hands it to the editor. One at a time: links
 * that come while one is asked about are dropped, so that nobody can be worn down with questions.
 */
export function createServerLinkRoute(options: AddServerFromLinkOptions, gate: Gate): UriRoute {
  let asking = false;
  const add = async (query: string): Promise<() => Promise<void>> => {
    asking = true;
    try {
      // Loaded here, since all that reads and shows a link comes with it.
      const { addServerFromLink } = await import('./addServerFromLink.ts');
      return await addServerFromLink(query, options);
    } finally {
      asking = false;
    }
  };
  return async ({ query }) => {
    if (asking) return;
    try {
      const tell = await add(query);
      await tell();
    } catch (error) {
      void gate(error, 'add-server link');
    }
  };
}
