import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { isAppError } from '../../../src/core/errors.ts';
import { getDocument, guardedRequest } from '../../../src/core/oauth/discovery/guardedFetch.ts';
import type { Guard } from '../../../src/core/oauth/discovery/guardedFetch.ts';
import { json, startHostileSite, text } from './hostileSite.ts';
import type { HostileSite } from './hostileSite.ts';
import { recordingLog } from './world.ts';

describe('A guarded request', function () {
  this.timeout(30_000);
  let site: HostileSite;
  before(async () => {
    site = await startHostileSite();
  });
  after(() => site.close());

  const guard: Guard = { effects: { fetch, log: recordingLog([]) }, allowPrivate: true };
  const stalls = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  };

  it('is given up when no answer comes in time', async () => {
    site.routes = { '/': () => undefined };
    await assert.rejects(getDocument({ ...guard, timeout: 50 }, site.origin), (error) =>
      isAppError(error, 'server_timeout'),
    );
  });

  it('is given up when the answer does not end in time', async () => {
    site.routes = { '/': stalls };
    await assert.rejects(getDocument({ ...guard, timeout: 50 }, site.origin), (error) =>
      isAppError(error, 'server_timeout'),
    );
  });

  it('is given up when its caller aborts it', async () => {
    site.routes = { '/': stalls };
    const controller = new AbortController();
    const request = getDocument({ ...guard, signal: controller.signal }, site.origin);
    controller.abort();
    await assert.rejects(request, (error) => isAppError(error, 'cancelled'));
  });

  it('does not wait for a body that nobody reads', async () => {
    site.routes = { '/': stalls };
    const { status } = await guardedRequest({ ...guard, timeout: 2000 }, site.origin, {}, 'head');
    assert.equal(status, 200);
  });

  it('takes 256 KB and no byte more', async () => {
    site.routes = { '/': text(200, 'application/json', `"${'x'.repeat(256 * 1024 - 2)}"`) };
    assert.equal((await getDocument(guard, site.origin)).status, 200);
    site.routes = { '/': text(200, 'application/json', `"${'x'.repeat(256 * 1024 - 1)}"`) };
    await assert.rejects(getDocument(guard, site.origin), (error) => isAppError(error, 'metadata_too_large'));
  });

  it('gives what is no JSON as no document', async () => {
    site.routes = { '/': text(200, 'text/html', '<html>'), '/json': json(() => ({ a: 1 })) };
    assert.deepEqual(await getDocument(guard, site.origin), { status: 200 });
    assert.deepEqual(await getDocument(guard, `${site.origin}/json`), { status: 200, json: { a: 1 } });
  });
});
