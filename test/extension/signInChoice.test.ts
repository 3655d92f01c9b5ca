import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isAppError } from '../../src/core/errors.ts';
import { serverId } from '../../src/core/serverEntry.ts';
import type { SignInSetting } from '../../src/core/serverEntry.ts';
import { serverScope } from '../../src/vscode/auth/provider/providerId.ts';
import type { World } from '../integration/oauth/world.ts';
import { eventually, startSignInDesk } from './world/signInDesk.ts';
import type { SignInDesk } from './world/signInDesk.ts';

const CODE = 'Type a code';
const ADDRESS = 'Paste an address';

describe('A sign-in whose best way is a device code, in the editor', function () {
  this.timeout(60_000);
  let world: World;
  let desk: SignInDesk;
  let offered: (readonly string[])[];
  let ended: Promise<unknown>;

  beforeEach(async () => {
    offered = [];
    const { startWorld } = await import('./world/world.ts');
    world = await startWorld();
  });
  afterEach(async () => {
    await desk.close();
    await world.close();
  });

  /** Begins where the editor runs in a browser without a relay. The person picks `answer`, or lets the list stand. */
  async function begin(answer: string | undefined | Promise<undefined>, signIn: SignInSetting = 'auto'): Promise<void> {
    desk = await startSignInDesk({
      entries: () => [{ ...world.entry, signIn }],
      browse: () => Promise.resolve(undefined),
      pick: (labels) => {
        offered.push(labels);
        return answer;
      },
      host: { uiKind: 'web', onPersonsMachine: false },
    });
    ended = Promise.resolve(desk.provider.createSession([serverScope(serverId(world.entry))])).catch(() => undefined);
  }
  const codes = (): number => world.issuer.requests.filter(({ path }) => path.endsWith('/device/authorize')).length;
  const links = (): readonly string[] => [...desk.links].map(({ title }) => title);
  /** The button "Cancel" of the waiting notification. */
  const cancel = async (): Promise<void> => {
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await ended;
    assert.equal(desk.links.size, 0);
  };

  it('lets the person choose first, and asks for no code before', async () => {
    await begin(new Promise(() => undefined));
    await eventually(() => links().length > 0);
    assert.deepEqual([offered, links(), codes()], [[[CODE, ADDRESS]], [CODE, ADDRESS], 0]);
    await desk.click(CODE);
    await eventually(() => links().includes('Paste an address instead') && codes() > 0);
    assert.equal(codes(), 1);
    await cancel();
  });

  it('goes on by the way that was chosen from the list, without a code where that was the other one', async () => {
    await begin(ADDRESS);
    await eventually(() => links().includes('Type a code instead'));
    await eventually(() => desk.opened.length > 0);
    assert.equal(codes(), 0);
    await cancel();
  });

  it('ends in silence where the list is closed', async () => {
    await begin(undefined);
    const prompts = desk.prompts.watch(serverId(world.entry));
    await ended;
    assert.ok(isAppError(prompts.failure, 'cancelled'));
    assert.deepEqual([codes(), desk.opened.length, desk.links.size], [0, 0, 0]);
    assert.equal(desk.shown.length, 2, 'nothing but the confirmation and the list was shown');
  });

  it('ends with its list when it is cancelled', async () => {
    await begin(new Promise(() => undefined));
    await eventually(() => links().length > 0);
    await cancel();
    assert.equal(codes(), 0);
  });

  it('begins unasked where the settings say so', async () => {
    await begin(undefined, 'device');
    await eventually(() => codes() === 1);
    assert.deepEqual(offered, []);
    await cancel();
  });
});
