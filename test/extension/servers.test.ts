import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AppError, isAppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { SecretStore } from '../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import type { AccountChange } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { createDemoControl } from '../../src/vscode/demo/createDemoControl.ts';
import { createDemoServer } from '../../src/vscode/demo/demoServer.ts';
import { SettingsServerRegistry } from '../../src/vscode/servers/settingsServerRegistry.ts';
import { createServersSetting, type ServersSetting } from '../../src/vscode/settings/serversSetting.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const effects = { fetch, now: () => Date.now(), log: silent };
const production = { name: 'Production', url: 'https://incidents.example.com/mcp' };
const staging = { name: 'Staging', url: 'https://staging.example.com/mcp' };

async function store(value: unknown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update('incidentDesk.servers', value, Global);
}

function stored(): unknown {
  return vscode.workspace.getConfiguration().inspect('incidentDesk.servers')?.globalValue;
}

describe('The servers in the settings', () => {
  let setting: ServersSetting;

  beforeEach(() => {
    setting = createServersSetting();
  });

  afterEach(async () => {
    setting.dispose();
    await store(undefined);
  });

  it('are added beside those that are there, which stay as they were written', async () => {
    const written = { ...production, note: 'ours' };
    await store([written]);
    await setting.add(staging);
    assert.deepEqual(stored(), [written, staging]);
    await setting.removeAt(0);
    assert.deepEqual(stored(), [staging]);
  });

  it('are changed in single fields, and keep whatever else was written', async () => {
    await store([{ ...production, note: 'ours' }, staging]);
    await setting.changeAt(0, { clientId: '0oa1' });
    assert.deepEqual(stored(), [{ ...production, note: 'ours', clientId: '0oa1' }, staging]);
    const refused = (error: unknown) => isAppError(error, 'invalid_settings');
    await assert.rejects(setting.changeAt(1, { name: 'production' }), refused);
    assert.deepEqual(setting.read().at(1)?.name, 'Staging');
  });

  it('refuse an entry that cannot stand beside the others, and stay as they are', async () => {
    await store([production]);
    const refused = (error: unknown) => isAppError(error, 'invalid_settings');
    await assert.rejects(setting.add({ ...staging, name: 'production' }), refused);
    assert.deepEqual(stored(), [production]);
  });

  it('are never overwritten where they cannot be read', async () => {
    await store('not a list');
    const refused = (error: unknown) => isAppError(error, 'invalid_settings');
    await assert.rejects(setting.add(production), refused);
    await assert.rejects(setting.removeAt(0), refused);
    assert.equal(stored(), 'not a list');
  });
});

describe('The registry of servers', () => {
  let setting: ServersSetting;
  let registry: SettingsServerRegistry;
  const accountsChanged = new vscode.EventEmitter<readonly AccountChange[]>();
  const signedOut = () => Promise.reject(new AppError('signed_out', { server: 'Production' }));

  beforeEach(async () => {
    await store([production, staging]);
    setting = createServersSetting();
    registry = new SettingsServerRegistry({
      setting,
      accounts: { onDidChange: accountsChanged.event },
      log: silent,
      makeClient: (entry) =>
        createServerClient({ entry, tokens: { token: signedOut, replace: signedOut }, effects, clientVersion: '0' }),
    });
  });

  afterEach(async () => {
    registry.dispose();
    setting.dispose();
    await store(undefined);
  });

  const names = () => registry.list().map(({ entry }) => entry.name);
  const nextChange = () =>
    new Promise<void>((resolve) => {
      const listening = registry.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });

  it('has a client for each entry, in their order, and finds it by its id', () => {
    assert.deepEqual(names(), ['Production', 'Staging']);
    for (const client of registry.list()) assert.equal(registry.get(client.id), client);
    assert.equal(registry.problem, undefined);
  });

  it('keeps the clients whose entry stays when another one changes', async () => {
    const [first, second] = registry.list();
    const changed = nextChange();
    await store([{ ...staging, name: 'Test' }, production]);
    await changed;
    assert.deepEqual(names(), ['Test', 'Production']);
    assert.equal(registry.list()[1], first);
    assert.notEqual(registry.list()[0], second);
  });

  it('names the wrong field while the setting cannot be read, and recovers', async () => {
    let changed = nextChange();
    await store([production, { name: 'Broken', url: 'incidents' }]);
    await changed;
    assert.deepEqual(names(), []);
    assert.equal(registry.problem?.args['field'], 'incidentDesk.servers[1].url');
    changed = nextChange();
    await store([production]);
    await changed;
    assert.deepEqual(names(), ['Production']);
    assert.equal(registry.problem, undefined);
  });

  for (const [what, sameAccount] of [
    ['another account', false],
    ['another session of the same account', true],
  ] as const) {
    it(`tells of ${what}`, async () => {
      const changed = nextChange();
      accountsChanged.fire(registry.list().map(({ id: serverId }) => ({ serverId, sameAccount })));
      await changed;
    });
  }
});

describe('The local demo as a server', function () {
  this.timeout(60_000);

  it('stands in the settings while it runs, and leaves nothing there', async () => {
    const extension = vscode.extensions.getExtension('incident-desk.incident-desk');
    assert.ok(extension);
    const directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
    const { extensionUri } = extension;
    const control = createDemoControl({ directory: path.join(directory, 'demo'), extensionUri, log: silent });
    const setting = createServersSetting();
    const sessions = new Sessions({ secrets: noSecrets(), directory, effects });
    const host = { uiKind: 'web', uriScheme: vscode.env.uriScheme } as const;
    const demo = createDemoServer({ control, setting, sessions, host });
    await store([production, { name: 'Local demo', url: 'http://127.0.0.1:1/mcp' }]);
    try {
      await demo.start();
      const info = await control.running();
      assert.ok(info);
      const { serverUrl: url, issuer, clientId, relay } = info;
      assert.deepEqual(stored(), [production, { name: 'Local demo', url, issuer, clientId, relay }]);
      assert.equal((await fetch(url, { method: 'POST' })).status, 401);
      assert.equal(await demo.rejoin(), false);
      await demo.stop();
      assert.deepEqual(stored(), [production]);
      assert.equal(await control.running(), undefined);
    } finally {
      await control.stop();
      for (const part of [demo, sessions, setting]) part.dispose();
      await store(undefined);
      await rm(directory, { recursive: true, force: true });
    }
  });
});

function noSecrets(): SecretStore {
  return {
    get: () => Promise.resolve(undefined),
    store: () => Promise.resolve(),
    delete: () => Promise.resolve(),
    keys: () => Promise.resolve([]),
  };
}
