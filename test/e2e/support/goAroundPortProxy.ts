import type { BrowserContext } from 'playwright-core';
import type { Editor } from '../../../scripts/codeServer/startEditor.ts';

const FORWARDED = /^\/proxy\/(\d+)\//;

/**
 * Lets the browser reach servers on this machine as it would reach those of a company. A browser-hosted editor opens the
 * former through its own proxy of ports, which makes one slash of two in a query.
 */
export async function goAroundPortProxy(context: BrowserContext, { origin }: Pick<Editor, 'origin'>): Promise<void> {
  const isForwarded = (url: URL): boolean => url.origin === origin && FORWARDED.test(url.pathname);
  await context.route(isForwarded, (route) => {
    const direct = new URL(route.request().url());
    [, direct.port = ''] = FORWARDED.exec(direct.pathname) ?? [];
    direct.pathname = direct.pathname.replace(FORWARDED, '/');
    return route.fulfill({ status: 302, headers: { location: direct.href } });
  });
}
