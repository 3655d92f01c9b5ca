import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/core/errors.ts';
import { LazyAuthenticationProvider } from '../../src/vscode/start/lazyAuthenticationProvider.ts';
import { LazyTree } from '../../src/vscode/start/lazyTree.ts';
import { onServersSetUp } from '../../src/vscode/start/onServersSetUp.ts';
import { createGate, type Gate } from '../../src/vscode/words/gate.ts';

async function store(value: unknown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update('incidentDesk.servers', value, Global);
}

describe('What is registered at the start', () => {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const log = { trace: note, debug: note, info: note, warn: note, error: note };
  const refused = () => Promise.reject(new Error('no such file'));

  beforeEach(() => {
    lines.length = 0;
  });

  describe('a tree', () => {
    const shown: unknown[] = [];
    const gate: Gate = async (error, where) => void shown.push(where, error);

    beforeEach(() => {
      shown.length = 0;
    });

    it('gives the rows of its feature, which is loaded when they are asked for', async () => {
      let loads = 0;
      const children = new Map([['a', ['b']]]);
      const rows = {
        getTreeItem: (row: string) => new vscode.TreeItem(row),
        getChildren: (row?: string) => (row === undefined ? ['a'] : (children.get(row) ?? [])),
        getParent: (row: string) => (row === 'b' ? 'a' : undefined),
      };
      const load = async () => {
        loads += 1;
        return rows;
      };
      const tree = new LazyTree('view', load, gate);
      assert.equal(loads, 0);
      assert.deepEqual(await tree.getChildren(), ['a']);
      assert.deepEqual(await tree.getChildren('a'), ['b']);
      assert.equal(await tree.getParent('b'), 'a');
      assert.equal((await tree.getTreeItem('b')).label, 'b');
      let changes = 0;
      tree.onDidChangeTreeData(() => (changes += 1));
      tree.changed();
      assert.equal(changes, 1);
      tree.dispose();
    });

    it('is empty where its feature cannot be loaded, which the person is told', async () => {
      const tree = new LazyTree<string>('view', refused, gate);
      assert.deepEqual(await tree.getChildren(), []);
      assert.equal(shown[0], 'view');
      assert.match(String(shown[1]), /no such file/);
      tree.dispose();
    });
  });

  describe('the authentication provider', () => {
    it('tells VS Code of changes, and logs that the sign-in could not be loaded', async () => {
      const provider = new LazyAuthenticationProvider(refused, log);
      const heard: unknown[] = [];
      provider.onDidChangeSessions((change) => heard.push(change));
      const change = { added: [], removed: [], changed: [] };
      provider.announce(change);
      assert.deepEqual(heard, [change]);
      await assert.rejects(provider.getSessions(undefined, {}), /no such file/);
      assert.deepEqual(lines, ['The sign-in could not be loaded: no such file']);
      provider.dispose();
    });
  });

  describe('the status bar', () => {
    const shownFrom = (): { asked: boolean[]; next: () => Promise<void>; dispose: () => void } => {
      const asked: boolean[] = [];
      let heard = Promise.withResolvers<void>();
      const watching = onServersSetUp(async (fromStart) => {
        asked.push(fromStart);
        heard.resolve();
      }, log);
      const next = async () => {
        await heard.promise;
        heard = Promise.withResolvers<void>();
      };
      return { asked, next, dispose: () => void watching.dispose() };
    };

    afterEach(async () => store(undefined));

    it('waits until the first server is added', async () => {
      const { asked, next, dispose } = shownFrom();
      await store([]);
      assert.deepEqual(asked, []);
      await store([{ name: 'Production', url: 'https://incidents.example.com/mcp' }]);
      await next();
      assert.deepEqual(asked, [false]);
      dispose();
    });

    it('is shown soon after a start with servers, also where the setting is wrong', async () => {
      for (const value of [[{ name: 'Production', url: 'https://incidents.example.com/mcp' }], 'none']) {
        await store(value);
        const { asked, next, dispose } = shownFrom();
        assert.deepEqual(asked, []);
        await next();
        assert.deepEqual(asked, [true]);
        dispose();
      }
    });

    it('leaves a line in the log where it cannot be shown', async () => {
      await store([{ name: 'Production', url: 'https://incidents.example.com/mcp' }]);
      const line = Promise.withResolvers<string>();
      const watching = onServersSetUp(refused, { ...log, error: line.resolve });
      assert.match(await line.promise, /^Showing who is signed in failed/);
      watching.dispose();
    });
  });

  describe('the gate', () => {
    const { showErrorMessage } = vscode.window;
    const messages: string[] = [];

    beforeEach(() => {
      messages.length = 0;
      Object.assign(vscode.window, { showErrorMessage: (text: string) => Promise.resolve(void messages.push(text)) });
    });

    afterEach(() => {
      Object.assign(vscode.window, { showErrorMessage });
    });

    it('says in words what failed, and logs it', async () => {
      await createGate(log)(new AppError('no_servers'), 'incidentDesk.callTool');
      assert.equal(messages.length, 1);
      assert.deepEqual(lines, ['incidentDesk.callTool: no_servers']);
    });

    it('is silent after a cancellation', async () => {
      await createGate(log)(new AppError('cancelled'), 'incidentDesk.callTool');
      assert.deepEqual([...messages, ...lines], []);
    });
  });
});
