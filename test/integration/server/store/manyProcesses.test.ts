import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import {
  ChangedMeanwhile,
  type IncidentStore,
  RefusedRequest,
  type StoreChange,
} from '../../../../src/server/store/incidentStore.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { incidentWith } from '../../support/incidents.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';
import { until } from '../../support/until.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const NEW = {
  title: 'Login fails',
  severity: 'high',
  status: 'open',
  description: '',
  service: 'login',
  assignee: '',
  tags: [],
} as const;
const ALL = { sort: 'newest', limit: 500 } as const;

describe('two stores on one PostgreSQL', function () {
  this.timeout(60_000);
  let url: string;
  let first: IncidentStore;
  let second: IncidentStore;
  let reported: Error[];

  const open = async (address: string) =>
    createIncidentStore({
      database: await openPostgres(address, (error) => reported.push(error)),
      now: Date.now,
    });

  beforeEach(async () => {
    reported = [];
    url = await emptyDatabase();
    [first, second] = await Promise.all([open(url), open(url)]);
  });
  afterEach(() => Promise.all([first.close(), second.close()]));

  it('bring an empty database to its shape together', async () => {
    const postgres = await sharedPostgres();
    const empty = await postgres.createDatabase();
    const stores = await Promise.all([open(empty), open(empty), open(empty)]);
    assert.equal((await stores[0].create(NEW, ADA)).id, 'INC-1001');
    await Promise.all(stores.map((store) => store.close()));
  });

  it('give each incident an id of its own, and count them all', async () => {
    const created = await Promise.all(
      Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? first : second).create(NEW, ADA, `key-${at}`)),
    );
    assert.equal(new Set(created.map(({ id }) => id)).size, 200);
    const { counts, incidents } = await second.list({ ...ALL, countBy: ['service'] });
    assert.deepEqual([counts.total, incidents.length, counts.bySeverity.high], [200, 200, 200]);
    assert.deepEqual(counts.byService, [{ value: 'login', count: 200 }]);
  });

  it('make one incident of calls with one key', async () => {
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).create(NEW, ADA, 'key')),
    );
    assert.equal(new Set(created.map(({ id }) => id)).size, 1);
    assert.equal((await first.list(ALL)).counts.total, 1);
  });

  it('make one change of calls with one key, and refuse another incident by it', async () => {
    const [one, other] = await Promise.all([first.create(NEW, ADA), second.create(NEW, ADA)]);
    const terms = { ifUpdatedAt: one.updatedAt, idempotencyKey: 'key' };
    const changed = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? first : second).update(one.id, { status: 'resolved' }, ADA, terms),
      ),
    );
    assert.equal(new Set(changed.map((incident) => JSON.stringify(incident))).size, 1);
    assert.equal((await second.get(one.id))?.timeline.length, 2);
    const assign = (store: IncidentStore, id: string) =>
      store.update(id, { assignee: 'bo' }, ADA, { idempotencyKey: 'twice' });
    const outcomes = await Promise.allSettled([assign(first, one.id), assign(second, other.id)]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.ok(outcomes.every((each) => each.status === 'fulfilled' || each.reason instanceof RefusedRequest));
    assert.equal((await first.list({ ...ALL, assignee: 'bo' })).counts.total, 1);
  });

  it('let one of those change an incident who saw the same version, and keep every note', async () => {
    const { id, updatedAt } = await first.create(NEW, ADA);
    const changes = (['low', 'medium', 'critical', 'low', 'medium', 'critical'] as const).map((severity, at) =>
      (at % 2 === 0 ? first : second).update(id, { severity, title: `by ${at}` }, ADA, { ifUpdatedAt: updatedAt }),
    );
    const outcomes = await Promise.allSettled(changes);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.ok(outcomes.every((one) => one.status === 'fulfilled' || one.reason instanceof ChangedMeanwhile));
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).addNote(id, `note ${at}`, ADA)),
    );
    const incident = await second.get(id);
    assert.equal(incident?.timeline.length, 22);
    assert.deepEqual((await first.list({ ...ALL, severity: incident.severity })).counts.total, 1);
  });

  it('tell each other of changes, each once', async () => {
    const heard: StoreChange[][] = [[], []];
    [first, second].forEach((store, at) => store.onDidChange((change) => heard[at]?.push(change)));
    // A store hears of its own changes at once, and of another's a little later.
    const heardBy = (count: number) =>
      until(() => heard.every((changes) => changes.length === count), `both stores hear of ${count}`);
    const { id } = await first.create(NEW, ADA);
    await heardBy(1);
    await second.addNote(id, 'x', ADA);
    await heardBy(2);
    await first.import([incidentWith()]);
    await heardBy(3);
    const expected = [{ kind: 'created', id }, { kind: 'changed', id }, { kind: 'imported' }];
    assert.deepEqual(heard, [expected, expected]);
  });

  it('know that they may have missed something when the connection drops, and go on', async () => {
    const heard: StoreChange[] = [];
    second.onDidChange((change) => heard.push(change));
    const postgres = await sharedPostgres();
    const name = new URL(url).pathname.slice(1);
    await postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await until(() => heard.length > 0, 'the second listens again');
    assert.deepEqual(heard, [{ kind: 'imported' }]);
    const { id } = await first.create(NEW, ADA);
    await until(() => heard.length > 1, 'the second hears of the new incident');
    assert.deepEqual([heard[1], reported.length > 0], [{ kind: 'created', id }, true]);
  });
});
