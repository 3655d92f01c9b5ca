import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import type { Session } from '../../src/core/oauth/sessions/session.ts';
import { createSwitchAccount } from '../../src/vscode/auth/accounts/switchAccount.ts';
import { standIn } from './world/standIn.ts';

const SERVER = '0123456789abcdef';
const session = (person: string): Session => ({
  id: `session of ${person}`,
  serverId: SERVER,
  issuer: 'https://example.okta.com/oauth2/default',
  clientId: '0oa1',
  account: { id: person, label: `${person} (Production)` },
  scopes: [],
});

describe('A switch of accounts', () => {
  let items: readonly vscode.QuickPickItem[];
  let asked: readonly unknown[];
  let restore: () => void;

  beforeEach(() => {
    asked = [];
    const { showQuickPick } = vscode.window;
    const takeFirst = async (shown: readonly vscode.QuickPickItem[]) => {
      items = shown;
      return items[0];
    };
    Object.assign(vscode.window, { showQuickPick: takeFirst });
    restore = () => void Object.assign(vscode.window, { showQuickPick });
  });
  afterEach(() => restore());

  const switching = (current: Session | undefined, ...sessions: readonly Session[]) =>
    createSwitchAccount({
      sessions: { list: async () => [...sessions] },
      accounts: { current: async () => current && { ...current, label: current.account.label } },
      ask: async (...given) => void (asked = given),
    })(SERVER);

  it('is made by Enter alone: the account in use comes last, and says so', async () => {
    const [ada, grace, eve] = [session('ada'), session('grace'), session('eve')];
    await switching(ada, ada, grace, eve);
    assert.deepEqual(
      items.map(({ label, description }) => [label, description]),
      [
        ['grace (Production)', ''],
        ['eve (Production)', ''],
        ['Use another account…', ''],
        ['ada (Production)', 'in use'],
      ],
    );
    assert.deepEqual(asked, [SERVER, { createIfNone: true, account: grace.account }]);
  });

  it('begins with a new account where there is only the one in use', async () => {
    await switching(session('ada'), session('ada'));
    assert.deepEqual(asked, [SERVER, { forceNewSession: true, clearSessionPreference: true }]);
  });

  it('is none where the list is closed', async () => {
    restore();
    restore = standIn(vscode.window, { showQuickPick: () => Promise.resolve(undefined) });
    await assert.rejects(switching(session('ada'), session('ada')), (error) => isAppError(error, 'cancelled'));
  });
});
