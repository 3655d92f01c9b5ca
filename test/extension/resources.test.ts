import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import type { AccountChange } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { documentUri, resourceAddress } from '../../src/vscode/resources/resourceAddress.ts';
import { ResourceFiles } from '../../src/vscode/resources/resourceFiles.ts';
import type { World } from '../integration/oauth/world.ts';
import { startWorld } from './world/world.ts';

describe('The resources of a server, as files', () => {
  let world: World;
  let client: ServerClient;
  let files: ResourceFiles;
  let isSignedOut: boolean;
  let accounts: vscode.EventEmitter<readonly AccountChange[]>;

  const all = (part = 0): vscode.Uri => documentUri({ serverId: client.id, uri: 'incidents://all', part }, 'all.txt');
  const textOf = async (uri: vscode.Uri) => Buffer.from(await files.read(uri)).toString();

  beforeEach(async () => {
    world = await startWorld();
    const { window, id } = await world.signedInWindow();
    isSignedOut = false;
    const token = async () => {
      if (isSignedOut) throw new AppError('signed_out', { server: 'Prod' });
      return window.token(id);
    };
    client = createServerClient({
      entry: world.entry,
      tokens: { token, replace: (rejected) => window.replace(id, rejected) },
      effects: world.effects,
      clientVersion: '1.2.3',
    });
    const registry = {
      problem: undefined,
      list: () => [client],
      get: (wanted: string) => (wanted === client.id ? client : undefined),
      onDidChange: new vscode.EventEmitter<void>().event,
    };
    accounts = new vscode.EventEmitter();
    files = new ResourceFiles({
      ...{ registry, now: world.effects.now, log: world.effects.log },
      accounts: { onDidChange: accounts.event },
    });
  });

  afterEach(async () => {
    files.dispose();
    await client.reset();
    await world.close();
  });

  const create = async (title: string) =>
    (await client.incidents()).create({ title, severity: 'high', description: '', service: '', tags: [] });

  it('have addresses that survive the editor, whatever the server calls them', () => {
    for (const uri of ['incidents://all', 'x://a b?c=%20&d#e', 'x://é/%2F', 'https://e.example/?a=b&c']) {
      const address = { serverId: 'abc', uri, part: 2 };
      const document = documentUri(address, 'a b#.json');
      assert.deepEqual(resourceAddress(vscode.Uri.parse(document.toString())), address);
      assert.deepEqual(resourceAddress(document.with({ query: 'version=1' })), address);
      assert.match(document.toString(), /\.json$/);
    }
    for (const other of ['file:///a/0/x/all.txt', `${all().scheme}:/all.txt`, `${all().scheme}:/a/b/c/d`]) {
      assert.equal(resourceAddress(vscode.Uri.parse(other)), undefined);
    }
  });

  it('are read once for a look at them, and can be read', async () => {
    await create('Disk full');
    const { byteLength: size } = await files.read(all());
    await create('Another one');
    const text = await textOf(all());
    assert.equal(Buffer.byteLength(text), size);
    assert.match(text, /Disk full/);
    assert.doesNotMatch(text, /Another one/);
  });

  it('are read again while somebody looks at them, when the server says that they changed', async () => {
    const changed = new Promise<readonly vscode.Uri[]>((resolve) => files.onDidChange(resolve));
    const before = await files.changed(all());
    const watching = files.watch(all());
    world.pass(1);
    await create('Disk full');
    assert.deepEqual(String(await changed), String(all()));
    assert.ok((await files.changed(all())) > before);
    assert.match(await textOf(all()), /Disk full/);
    watching.dispose();
  });

  it('are not told to another account than the one that they were read for', async () => {
    await files.read(all());
    accounts.fire([{ serverId: client.id, sameAccount: true }]);
    isSignedOut = true;
    await files.read(all());
    accounts.fire([{ serverId: client.id, sameAccount: false }]);
    await assert.rejects(async () => files.read(all()), { code: 'Unavailable' });
  });

  it('that are open say why they cannot be read for another account, and are read again for one that may', async () => {
    await create('Disk full');
    const watching = files.watch(all());
    assert.match(await textOf(all()), /Disk full/);
    const told: string[] = [];
    files.onDidChange((uris) => void told.push(String(uris)));
    isSignedOut = true;
    await client.reset();
    accounts.fire([{ serverId: client.id, sameAccount: false }]);
    assert.equal(await textOf(all()), 'You are not signed in to Prod.\n');
    isSignedOut = false;
    accounts.fire([{ serverId: client.id, sameAccount: false }]);
    assert.match(await textOf(all()), /Disk full/);
    assert.deepEqual(told, [String(all()), String(all())]);
    watching.dispose();
  });

  it('say in words what is wrong where they cannot be read', async () => {
    const gone = documentUri({ serverId: 'gone', uri: 'incidents://all', part: 0 }, 'all.txt');
    await assert.rejects(async () => files.read(gone), { code: 'FileNotFound' });
    await assert.rejects(async () => files.read(all(9)), /no resource incidents:\/\/all/);
    isSignedOut = true;
    await assert.rejects(async () => files.read(all()), { code: 'Unavailable', message: /signed in to Prod/ });
  });
});
