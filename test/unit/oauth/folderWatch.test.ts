import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWatch } from '../../../src/core/oauth/sessions/folderWatch.ts';
import { eventually, recordingLog } from '../../integration/oauth/world.ts';

describe('The watch of a folder', () => {
  let folder: string;
  let watch: FolderWatch;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'incident-desk-'));
    watch = new FolderWatch(recordingLog([]));
  });
  afterEach(async () => {
    watch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells of a change', async () => {
    let changes = 0;
    watch.add(folder, () => (changes += 1), 60_000);
    await writeFile(join(folder, 'new'), '');
    await eventually(() => changes > 0);
  });

  it('bids its owner look again and again where the system cannot watch', async () => {
    let looks = 0;
    watch.add(join(folder, 'missing'), () => (looks += 1), 5);
    await eventually(() => looks > 2);
  });

  it('is over once it is removed', async () => {
    let looks = 0;
    let others = 0;
    const path = join(folder, 'missing');
    watch.add(path, () => (looks += 1), 5);
    await eventually(() => looks > 0);
    watch.remove(path);
    const before = looks;
    watch.add(join(folder, 'also missing'), () => (others += 1), 5);
    await eventually(() => others > 2);
    assert.equal(looks, before);
  });
});
