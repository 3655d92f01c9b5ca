import assert from 'node:assert/strict';
import type { NewIncident } from '../../src/server/store/incidentStore.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { beginSignIn, logIn, TwoWindows } from './support/twoWindows.ts';
import type { Workbench } from './support/workbench.ts';

const GRACE = { subject: 'grace.hopper@example.com', clientId: 'pager' };
const QUIET: NewIncident = {
  title: 'Invoices are late',
  severity: 'medium',
  status: 'open',
  description: '',
  service: 'billing',
  assignee: '',
  tags: [],
};

describe('Incidents that change while somebody is on call, by clicks', () => {
  let windows: TwoWindows;
  before(async () => {
    windows = await TwoWindows.start();
  });
  after(() => windows.close());
  screenshotOnFailure(() => windows.first);

  const both = (): readonly Workbench[] => [windows.first, windows.second];
  const create = (fields: Partial<NewIncident>) => windows.desk.server.store.create({ ...QUIET, ...fields }, GRACE);

  /** How many notifications the windows got together, those included whose toast has gone. */
  async function told(text: string): Promise<number> {
    let count = 0;
    for (const window of both()) {
      await window.page.bringToFront();
      count += await (await window.pastNotification(text)).count();
      await window.runCommand('Notifications: Hide Notifications');
    }
    return count;
  }

  /** Waits for the window that tells: it may be either, since every page of a driven browser takes itself to be in front. */
  async function teller(text: string): Promise<Workbench> {
    const tells = async (window: Workbench): Promise<void> => window.notification(text).first().waitFor();
    const window = await Promise.any(both().map(async (each) => tells(each).then(() => each)));
    await window.page.bringToFront();
    return window;
  }

  it('are followed in every window once somebody is signed in', async () => {
    const opened = windows.nextPage();
    await beginSignIn(windows.first);
    await logIn(await opened);
    await windows.signedIn(windows.first);
    const { id } = await create({});
    for (const window of both()) {
      await window.page.bringToFront();
      await window.incidents(QUIET.title).waitFor();
    }
    await windows.desk.server.store.update(id, { title: 'Invoices are very late' }, GRACE);
    for (const window of both()) {
      await window.page.bringToFront();
      await window.incidents('Invoices are very late').waitFor();
    }
  });

  it('are told of once when they are new, with a button that opens the page', async () => {
    const { first } = windows;
    await first.page.bringToFront();
    await create({
      title: 'Payments are refused [Pay](command:workbench.action.quit)',
      severity: 'critical',
      service: 'payments',
    });
    const window = await teller('Payments are refused');
    await window.screenshot('90-news');
    for (const each of both()) await each.incidents('Payments are refused').waitFor();
    assert.equal(await told('Payments are refused'), 1);
    assert.equal(await told('Invoices'), 0, 'a medium one is no news');
    await window.page.bringToFront();
    const news = await window.pastNotification('Payments are refused');
    assert.equal(await news.locator('a', { hasText: 'Pay' }).count(), 0);
    await news.locator('.monaco-button', { hasText: 'Open' }).first().click();
    await window.page.getByRole('tab', { name: /Payments are refused/ }).waitFor();
  });

  it('are told of together when there are many, and counted in the status bar', async () => {
    const { first } = windows;
    await first.page.bringToFront();
    const regions = [1, 2, 3, 4, 5];
    await Promise.all(regions.map((number) => create({ title: `Region ${number} is down`, severity: 'critical' })));
    const window = await teller('incidents are new or worse');
    await window.screenshot('91-news-summary');
    for (const each of both()) await each.incidents('Region 5 is down').waitFor();
    assert.equal(await told('incidents are new or worse'), 1);
    assert.equal(await told('is down'), 0);
    await first.statusBar
      .getByRole('button', { name: /\d+ critical or high incidents are not resolved, \d+ of them critical/ })
      .waitFor();
  });

  it('are muted for a while by a button', async () => {
    const { first } = windows;
    await first.page.bringToFront();
    await first.runCommand('Incident Desk: Mute Notifications');
    await first.pick('For 1 hour');
    await create({ title: 'The queue is full', severity: 'critical' });
    for (const window of both()) {
      await window.page.bringToFront();
      await window.incidents('The queue is full').waitFor();
    }
    await first.runCommand('Incident Desk: Turn Notifications On Again');
    await create({ title: 'The disk is full', severity: 'critical' });
    await teller('The disk is full');
    assert.equal(await told('The queue is full'), 0);
  });
});
