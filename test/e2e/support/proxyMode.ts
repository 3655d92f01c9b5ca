import type { AuthorizationServer } from '../../../src/demo/authorizationServer/options.ts';
import { createProxy } from '../../../src/server/proxy/createProxy.ts';
import type { ServerConfig } from '../../../src/server/startServer.ts';
import { registerApplication, SCOPES } from '../../integration/server/proxy/proxyWorld.ts';
import type { Watch } from './desk.ts';

/** Sets a server up as the proxy in front of the stand-in, which must take registrations; what it says is watched. */
export async function proxyMode(
  okta: AuthorizationServer,
  origin: string,
  watch: Watch,
): Promise<Pick<ServerConfig, 'proxy'>> {
  const { client_id: clientId, client_secret: clientSecret } = await registerApplication(okta, origin);
  const settings = {
    okta: { issuer: okta.issuer, clientId, clientSecret, scopes: SCOPES },
    secret: 'a secret of the tests that is long enough',
    databasePath: ':memory:',
  };
  return {
    proxy: async (around) => {
      const proxy = await createProxy(settings, around);
      return {
        ...proxy,
        router: (request, response, next) => {
          watch(request, response, request.path);
          proxy.router(request, response, next);
        },
      };
    },
  };
}
