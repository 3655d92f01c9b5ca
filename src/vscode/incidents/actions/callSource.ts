import type { CallSource } from '../../../core/incidents/actions/actOnIncident.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../../core/mcp/withStepUp.ts';

/**
 * Calls the incidents of a server. With `withStepUp`, for what the person started, a missing permission is asked for:
 * for each call by itself, so that none that was carried out is sent again for the next one's.
 */
export function callSource(client: ServerClient, withStepUp: WithStepUp | undefined, signal: AbortSignal): CallSource {
  return async (call) => {
    const once = async () => call(await client.incidents({ signal }));
    return withStepUp ? withStepUp(client, once, { signal }) : once();
  };
}
