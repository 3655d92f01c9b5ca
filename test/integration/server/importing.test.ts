import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runServerProcess, type ServerRun } from '../support/serverRun.ts';

describe('--import of a file of incidents', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-import-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (): string => path.join(folder, 'incidents.json');
  const database = (): string => path.join(folder, 'incidents.db');
  const importIt = (): Promise<ServerRun> => runServerProcess({ INCIDENTS_DB: database() }, '--import', file());
  async function importText(text: string): Promise<ServerRun> {
    writeFileSync(file(), text);
    return importIt();
  }
  const listOf = (...ids: string[]): string => JSON.stringify(ids.map((id) => ({ id, title: `Incident ${id}` })));

  it('says where they are now, and which were there already', async () => {
    const first = await importText(listOf('1', '2'));
    assert.deepEqual(first, {
      code: 0,
      output: `2 incident(s) of ${file()} imported into ${database()} (new database).\n`,
      errors: '',
    });
    const { code, output } = await importText(listOf('2', '3'));
    assert.equal(code, 0);
    assert.equal(
      output,
      `1 incident(s) of ${file()} imported into ${database()} (2 incidents until now). 1 left out, since their ids are there already: 2.\n`,
    );
  });

  it('warns of misspelt variables first', async () => {
    writeFileSync(file(), '[]');
    const environment = { INCIDENTS_DB: database(), INCIDENT_DB: '/elsewhere.db' };
    const { code, errors } = await runServerProcess(environment, '--import', file());
    assert.equal(code, 0);
    assert.match(errors, /INCIDENT_DB is set.*is INCIDENTS_DB meant/);
  });

  for (const [name, text, problem] of [
    ['is empty', ' \n', /is empty$/m],
    ['is no JSON', '[{"id": "1", "title": "x",}]', /is not JSON: .*line 1/],
    [
      'has an unknown severity',
      '[{"id":"1","title":"x"},{"id":"A-2","title":"x","severity":"sev1"}]',
      /incident 2 \(A-2\)/,
    ],
    [
      'has one id twice',
      '[{"id":"inc-1","title":"x"},{"id":"2","title":"y"},{"id":"INC-1","title":"z"}]',
      /3 \(INC-1\)/,
    ],
  ] as const) {
    it(`imports nothing where the file ${name}`, async () => {
      const { code, output, errors } = await importText(text);
      assert.deepEqual([code, output], [1, '']);
      assert.match(errors, /^Incident Desk server imported nothing:\n {2}- /);
      assert.match(errors, problem);
      assert.equal(existsSync(database()), false);
    });
  }

  it('says so where there is no such file, or a folder', async () => {
    assert.match((await importIt()).errors, /incidents\.json.* does not exist/);
    mkdirSync(file());
    assert.match((await importIt()).errors, /incidents\.json.* is a folder/);
    assert.equal(existsSync(database()), false);
  });

  it('makes no folder for a database whose path may be misspelt', async () => {
    writeFileSync(file(), listOf('1'));
    const INCIDENTS_DB = path.join(folder, 'mispelt', 'incidents.db');
    const { code, errors } = await runServerProcess({ INCIDENTS_DB }, '--import', file());
    assert.equal(code, 1);
    assert.match(errors, /- INCIDENTS_DB: the folder .*mispelt does not exist/);
  });
});
