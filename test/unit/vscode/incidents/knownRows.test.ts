import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';
import { KnownRows } from '../../../../src/vscode/incidents/list/knownRows.ts';

const ROWS = shownIncidents(Array.from({ length: 60 }, (_, at) => ({ id: `INC-${at}`, title: `Number ${at}` })));

describe('The rows that are known from an earlier time', () => {
  let directory: string;
  let account: string | undefined;
  let warnings: string[];
  let known: KnownRows;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-known-'));
    account = 'ada';
    warnings = [];
    known = new KnownRows({
      directory,
      account: async () => account,
      log: {
        trace: () => undefined,
        debug: () => undefined,
        info: () => undefined,
        warn: (text) => void warnings.push(text),
        error: () => undefined,
      },
    });
  });
  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
    assert.deepEqual(warnings, []);
  });

  const files = () => readdir(directory);

  it('are the first fifty, with their time', async () => {
    await known.remember('payments', { incidents: ROWS, asOf: 7 });
    assert.deepEqual(await known.recall('payments'), { incidents: ROWS.slice(0, 50), asOf: 7 });
    assert.equal(await known.recall('platform'), undefined);
  });

  it('are readable to nobody else on the computer', async () => {
    await known.remember('payments', { incidents: ROWS, asOf: 7 });
    const [name = assert.fail('a file is kept')] = await files();
    const { mode } = await stat(path.join(directory, name));
    if (process.platform !== 'win32') assert.equal(mode & 0o077, 0);
  });

  it('are deleted, not given, where another account asks', async () => {
    await known.remember('payments', { incidents: ROWS, asOf: 7 });
    account = 'eve';
    assert.equal(await known.recall('payments'), undefined);
    assert.deepEqual(await files(), []);
  });

  it('are not kept where nobody is signed in', async () => {
    account = undefined;
    await known.remember('payments', { incidents: ROWS, asOf: 7 });
    assert.deepEqual(await files(), []);
  });

  it('are forgotten with their server, behind what is still being written', async () => {
    const writing = known.remember('payments', { incidents: ROWS, asOf: 7 });
    await known.remember('platform', { incidents: ROWS, asOf: 8 });
    await Promise.all([writing, known.forget((serverId) => serverId === 'payments')]);
    assert.equal(await known.recall('payments'), undefined);
    assert.equal((await known.recall('platform'))?.asOf, 8);
  });

  it('are none where the file is damaged, which is deleted in the end', async () => {
    await known.remember('payments', { incidents: ROWS, asOf: 7 });
    const [name = assert.fail('a file is kept')] = await files();
    await writeFile(path.join(directory, name), '{"serverId":"payments"');
    assert.equal(await known.recall('payments'), undefined);
    await known.forget(() => false);
    assert.deepEqual(await files(), []);
  });
});
