import assert from 'node:assert/strict';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { runServerProcess, type ServerRun } from '../support/serverRun.ts';

const lineSchema = z.object({ at: z.iso.datetime(), audit: z.record(z.string(), z.unknown()) });
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

describe('--import of a file of incidents', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incident-import-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (): string => path.join(folder, 'incidents.json');
  const database = (): string => path.join(folder, 'incidents.db');
  const auditLog = (): string => path.join(folder, 'audit.log');
  const importIt = (MCP_AUDIT_LOG = auditLog(), more = {}): Promise<ServerRun> =>
    runServerProcess({ INCIDENTS_DB: database(), MCP_AUDIT_LOG, ...more }, '--import', file());
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

  const auditedIn = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => lineSchema.parse(JSON.parse(line)).audit);
  const kept = (count: number, leftOut: number) => ({
    ...{ event: 'change', user: userInfo().username, address: 'this machine', call: '--import', file: file() },
    ...{ count, leftOut },
  });

  it('is kept in the audit log: who, what, when and from where', async () => {
    await importText(listOf('1', '2'));
    await importText(listOf('2', '3', '4'));
    assert.deepEqual(auditedIn(readFileSync(auditLog(), 'utf8')), [kept(2, 0), kept(2, 1)]);
    assert.equal(statSync(auditLog()).mode & 0o777, 0o600);
    assert.ok(!readFileSync(auditLog(), 'utf8').includes('Incident 1'));
  });

  it('is kept on the standard output where the audit log is there, and by whom it was asked for', async () => {
    writeFileSync(file(), listOf('1'));
    const { code, output } = await importIt('-', { SUDO_USER: 'ada' });
    assert.equal(code, 0);
    assert.deepEqual(auditedIn(output), [{ ...kept(1, 0), ...(isRoot && { sudoUser: 'ada' }) }]);
    assert.match(output, /^1 incident\(s\) of /m);
  });

  it('leaves an audit log in which the owner of its folder can go on', async () => {
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
    await importText(listOf('1'));
    const [log, place] = [statSync(auditLog()), statSync(folder)];
    assert.deepEqual([log.uid, log.gid], [place.uid, place.gid]);
  });

  it('writes its line behind no link that the owner of a folder may have laid for root', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, auditLog());
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
    const { code, errors } = await importText(listOf('1'));
    if (!isRoot) return assert.equal(code, 0);
    assert.equal(code, 1);
    assert.match(errors, /MCP_AUDIT_LOG: .*audit\.log is a link in a folder of somebody else/);
    assert.equal(readFileSync(elsewhere, 'utf8'), '');
    assert.equal(existsSync(database()), false);
  });

  it('imports nothing where it cannot be kept', async () => {
    writeFileSync(file(), listOf('1'));
    const { code, errors } = await importIt(path.join(folder, 'mispelt', 'audit.log'));
    assert.equal(code, 1);
    assert.match(errors, /- MCP_AUDIT_LOG: the folder .*mispelt does not exist/);
    mkdirSync(auditLog());
    assert.match((await importIt()).errors, /- MCP_AUDIT_LOG: .*audit\.log is a folder/);
    assert.equal(existsSync(database()), false);
  });

  it('says that all is imported where it could not be kept afterwards', async () => {
    writeFileSync(file(), listOf('1'));
    const { code, errors } = await importIt('/dev/full');
    assert.equal(code, 1);
    assert.match(errors, /^Incident Desk server imported the file, but did not keep it in the audit log:\n {2}- /);
    assert.match(errors, /1 incident\(s\) of .* imported into .*\n.*MCP_AUDIT_LOG: \/dev\/full cannot be used: ENOSPC/);
    assert.match((await importIt()).output, /^0 incident\(s\) of .* 1 left out/);
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
