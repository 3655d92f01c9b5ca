import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { askServer } from '../../src/vscode/servers/askServer.ts';
import { standIn } from './world/standIn.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const url = 'https://incidents.example.com/mcp';

describe('Adding a server step by step', () => {
  let asked: vscode.InputBoxOptions[];
  let restore: () => void;
  let relay: string | undefined;

  beforeEach(() => {
    [asked, relay] = [[], undefined];
    // Whoever is tired takes what is there.
    const answer = ({ title = '', value = '' }: vscode.InputBoxOptions): string => {
      if (title.includes('address')) return url;
      return title.includes('relay') ? (relay ?? value) : value;
    };
    const showInputBox = (options: vscode.InputBoxOptions = {}) => {
      asked.push(options);
      return Promise.resolve(answer(options));
    };
    const showWarningMessage = (_: string, __: vscode.MessageOptions, ...buttons: string[]) =>
      Promise.resolve(buttons.at(-1));
    restore = standIn<object>(vscode.window, { showInputBox, showWarningMessage });
  });
  afterEach(() => restore());

  const ask = (inBrowser: boolean) => {
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    const effects = { fetch: unreachable, now: () => Date.now(), log: silent };
    return askServer({ effects, inBrowser, taken: [], clientMetadataUrl: undefined });
  };

  it('takes no relay page that the person did not give, and says that it can be left out', async () => {
    assert.deepEqual(await ask(true), { kind: 'entry', entry: { name: 'incidents.example.com', url } });
    const box = asked.find(({ title }) => (title ?? '').includes('relay'));
    assert.match(box?.title ?? '', /optional/);
    assert.doesNotMatch(`${box?.value ?? ''}${box?.prompt ?? ''}${box?.placeHolder ?? ''}`, /incidents\.example\.com/);
  });

  it('takes the relay page that the person gives', async () => {
    relay = 'https://relay.example.com/oauth/relay';
    assert.deepEqual(await ask(true), { kind: 'entry', entry: { name: 'incidents.example.com', url, relay } });
  });

  it('asks for none on the desktop', async () => {
    await ask(false);
    assert.equal(asked.filter(({ title }) => (title ?? '').includes('relay')).length, 0);
  });
});
