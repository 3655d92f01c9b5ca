import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { CatalogList } from '../../../../src/core/mcp/catalog/catalogList.ts';
import { until } from '../../../integration/support/until.ts';

const NOTICES = 10_000;

describe('A list of a server', () => {
  /** What the server would answer, by when it was asked; each loading waits until the test lets it end. */
  const loadings: PromiseWithResolvers<readonly string[]>[] = [];
  let phases: string[];
  let signals: AbortSignal[];
  let list: CatalogList<string, string>;

  beforeEach(() => {
    loadings.length = 0;
    phases = [];
    signals = [];
    list = new CatalogList<string, string>({
      fetch: (source, { signal }) => {
        assert.equal(source, 'server');
        if (signal) signals.push(signal);
        const loading = Promise.withResolvers<readonly string[]>();
        loadings.push(loading);
        signal?.addEventListener('abort', () => loading.reject(new AppError('cancelled')));
        return loading.promise;
      },
      changed: () => phases.push(list.state.phase),
      times: { quiet: 20, patience: 200 },
    });
  });

  afterEach(() => list.stop());

  it('is unknown until it is asked for, and ready then', async () => {
    assert.deepEqual([list.state.phase, loadings.length], ['unknown', 0]);
    const loaded = list.load('server');
    loadings[0]?.resolve(['a']);
    await loaded;
    assert.deepEqual(list.state, { phase: 'ready', items: ['a'] });
    assert.deepEqual(phases, ['loading', 'ready']);
    assert.ok(list.isFresh);
  });

  it('keeps what it knew, and says why, where a later loading fails', async () => {
    const first = list.load('server');
    loadings[0]?.resolve(['a']);
    await first;
    const second = list.load('server');
    const error = new AppError('endless_list', { what: 'tools' });
    loadings[1]?.reject(error);
    await second;
    assert.deepEqual(list.state, { phase: 'failed', items: ['a'], error });
    assert.equal(list.isFresh, false);
  });

  it(`is loaded once for ${NOTICES} notices`, async () => {
    for (let notice = 0; notice < NOTICES; notice += 1) list.notice('server');
    await until(() => loadings.length > 0, 'it is loaded');
    loadings[0]?.resolve(['a']);
    await until(() => list.state.phase === 'ready', 'it is ready');
    assert.equal(loadings.length, 1);
  });

  it('is loaded once more for notices that come while it is loaded, however many', async () => {
    void list.load('server');
    for (let notice = 0; notice < NOTICES; notice += 1) list.notice('server');
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(loadings.length, 1);
    loadings[0]?.resolve(['a']);
    await until(() => loadings.length === 2, 'it is loaded once more');
    loadings[1]?.resolve(['a', 'b']);
    await until(() => list.state.items.length === 2, 'it has what changed');
    assert.equal(loadings.length, 2);
  });

  it('is loaded in the end where the notices never stop', async () => {
    const flood = setInterval(() => list.notice('server'), 2);
    try {
      await until(() => loadings.length > 0, 'it is loaded');
    } finally {
      clearInterval(flood);
    }
  });

  it('ends what runs when it is stopped, and does nothing after', async () => {
    const loaded = list.load('server');
    list.notice('server');
    list.stop();
    await loaded;
    assert.ok(signals[0]?.aborted);
    assert.deepEqual(list.state, { phase: 'unknown', items: [] });
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(loadings.length, 1);
  });

  it('can be loaded again right after it was stopped, whatever the first loading does', async () => {
    void list.load('server');
    list.stop();
    const second = list.load('server');
    loadings[1]?.resolve(['b']);
    await second;
    assert.deepEqual(list.state, { phase: 'ready', items: ['b'] });
  });

  it('forgets what it knew', async () => {
    const loaded = list.load('server');
    loadings[0]?.resolve(['a']);
    await loaded;
    list.forget();
    assert.deepEqual([list.state, list.isFresh], [{ phase: 'unknown', items: [] }, false]);
  });
});
