import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IncidentNews } from '../../../../src/core/incidents/live/incidentNews.ts';
import { Muting } from '../../../../src/core/incidents/live/muting.ts';
import { NewsClaims } from '../../../../src/core/incidents/live/newsClaims.ts';
import { NewsDesk } from '../../../../src/core/incidents/live/newsDesk.ts';
import { realEffects } from '../../support/connectTo.ts';
import { incidentWith } from '../../support/incidents.ts';
import { until } from '../../support/until.ts';

const HOUR = 3_600_000;

describe('news in several windows', () => {
  let folder: string;
  let desks: NewsDesk[];
  let told: { window: number; ids: readonly string[] }[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'news-'));
    [desks, told] = [[], []];
  });

  afterEach(async () => {
    for (const desk of desks) desk.dispose();
    await rm(folder, { recursive: true });
  });

  function open(gathering = 5): NewsDesk {
    const window = desks.length;
    const desk = new NewsDesk({
      claims: new NewsClaims(folder, Date.now),
      gathering: () => gathering,
      patience: 500,
      show: async (news) => void told.push({ window, ids: news.map(({ news: { incident } }) => incident.id) }),
      log: realEffects().log,
    });
    desks.push(desk);
    return desk;
  }

  const news = (...ids: string[]) =>
    ids.map((id) => ({ serverId: 's', news: { kind: 'new', incident: incidentWith({ id }) } satisfies IncidentNews }));
  const all = (): string[] => told.flatMap(({ ids }) => ids).toSorted();

  it('are told of once, by one of them, and together', async () => {
    const windows = Array.from({ length: 8 }, () => open());
    for (const window of windows) window.take(news('1', '2', '3'));
    await until(() => all().length >= 3, 'they are told of');
    open().take(news('1', '2', '3', '4'));
    await until(() => all().includes('4'), 'the last is told of');
    assert.deepEqual(all(), ['1', '2', '3', '4']);
    assert.deepEqual(told[0]?.ids, ['1', '2', '3']);
  });

  it('are left to the window that somebody looks at', async () => {
    const background = open(100);
    const focused = open(1);
    background.take(news('1'));
    focused.take(news('1'));
    await until(() => all().length > 0, 'it is told of');
    background.take(news('2'));
    await until(() => all().includes('2'), 'the next is told of');
    assert.deepEqual(told, [
      { window: 1, ids: ['1'] },
      { window: 0, ids: ['2'] },
    ]);
  });

  it('are told of together when they come within a moment', async () => {
    const desk = open(20);
    desk.take(news('1'));
    desk.take(news('2'));
    await until(() => all().length === 2, 'they are told of');
    assert.equal(told.length, 1);
  });

  it('are muted for all of them, until the time is over', async () => {
    let now = 1_000_000;
    const [one, other] = [new Muting(folder, () => now), new Muting(folder, () => now)];
    assert.equal(await other.until(), undefined);
    await one.mute(HOUR);
    assert.equal(await other.until(), now + HOUR);
    now += HOUR;
    assert.equal(await other.until(), undefined);
    await one.mute(HOUR);
    await other.unmute();
    assert.equal(await one.until(), undefined);
  });

  it('leave no claims behind for longer than a day', async () => {
    const claims = new NewsClaims(folder, () => Date.now() + 25 * HOUR);
    const [one] = news('1');
    assert.ok(one);
    assert.equal(await claims.claim('s', one.news), true);
    assert.equal(await claims.claim('s', one.news), false);
    await claims.prune();
    assert.equal(await claims.claim('s', one.news), true);
  });
});
