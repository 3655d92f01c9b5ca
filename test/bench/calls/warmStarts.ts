import { startSeedServer } from '../../peers/seedServer.ts';
import { steeredTokens } from '../../integration/support/tokenSource.ts';
import { firstIncidents, keptMemory, startClient } from '../../integration/support/warmStart.ts';

const INCIDENT = { id: '1', title: 'Login fails', severity: 'critical', status: 'open' };

/** POSTs from the start of a window to its first incidents, where an earlier one has learned what the server speaks. */
export async function warmStart(url: string, token: string): Promise<readonly string[]> {
  const memory = keptMemory();
  const tokens = steeredTokens(token);
  const start = async (): Promise<readonly string[]> => {
    const started = startClient(url, tokens, memory);
    const { posts } = await firstIncidents(started, memory);
    await started.client.reset();
    return posts;
  };
  await start();
  return start();
}

/** The same with the seed's server, which speaks 2025-11-25. */
export async function seedWarmStart(): Promise<readonly string[]> {
  const server = await startSeedServer({ incidents: [INCIDENT], tokens: new Set(['good']) });
  const posts = await warmStart(server.url, 'good');
  await server.close();
  return posts;
}
