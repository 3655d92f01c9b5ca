import assert from 'node:assert/strict';
import { FirstUse } from '../../../../src/vscode/start/firstUse.ts';

describe('A part that is loaded on first use', () => {
  let loads: number;
  let disposals: number;
  const part = { dispose: () => void (disposals += 1) };
  const load = () => {
    loads += 1;
    return Promise.resolve(part);
  };

  beforeEach(() => {
    [loads, disposals] = [0, 0];
  });

  it('is loaded when somebody needs it, once for all', async () => {
    const use = new FirstUse(load);
    assert.equal(loads, 0);
    assert.deepEqual(await Promise.all([use.get(), use.get()]), [part, part]);
    assert.equal(await use.get(), part);
    assert.equal(loads, 1);
  });

  it('is not begun before whoever needs it has gone on', async () => {
    const use = new FirstUse(load);
    const loading = use.get();
    assert.equal(loads, 0);
    await loading;
  });

  it('is loaded again where that failed', async () => {
    let fails = true;
    const use = new FirstUse(() => (fails ? Promise.reject(new Error('no such file')) : load()));
    await assert.rejects(Promise.all([use.get(), use.get()]), /no such file/);
    fails = false;
    assert.equal(await use.get(), part);
  });

  it('ends with the extension, and is never loaded after that', async () => {
    const [used, unused] = [new FirstUse(load), new FirstUse(load)];
    await used.get();
    for (const use of [used, unused]) use.dispose();
    assert.equal(disposals, 1);
    await assert.rejects(unused.get(), /deactivated/);
    assert.equal(loads, 1);
  });

  it('ends too where the extension ended while it was loading', async () => {
    const loading = Promise.withResolvers<typeof part>();
    const begun = Promise.withResolvers<void>();
    const use = new FirstUse(() => {
      begun.resolve();
      return loading.promise;
    });
    const used = assert.rejects(use.get(), /deactivated/);
    await begun.promise;
    use.dispose();
    loading.resolve(part);
    await used;
    assert.equal(disposals, 1);
  });
});
