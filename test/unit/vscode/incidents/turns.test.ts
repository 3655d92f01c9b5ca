import assert from 'node:assert/strict';
import { Turns } from '../../../../src/vscode/incidents/page/turns.ts';

describe('The turns of a page', () => {
  let done: string[];
  let turns: Turns;

  beforeEach(() => {
    done = [];
    turns = new Turns(() => turns.unseen(async () => void done.push('again')));
  });

  it('are one at a time: a second press does nothing', async () => {
    const first = Promise.withResolvers<void>();
    const running = turns.asked(async () => {
      await first.promise;
      done.push('first');
    });
    await turns.asked(async () => void done.push('second'));
    assert.equal(turns.isRunning, true);
    first.resolve();
    await running;
    assert.deepEqual([done, turns.isRunning], [['first'], false]);
  });

  it('of the page itself wait for what the person wants, and come once', async () => {
    const first = Promise.withResolvers<void>();
    const running = turns.asked(() => first.promise);
    await Promise.all([1, 2, 3].map(() => turns.unseen(async () => void done.push('unseen'))));
    assert.deepEqual(done, []);
    first.resolve();
    await running;
    assert.deepEqual(done, ['again']);
  });

  it('of the page itself give way, so that no press is lost', async () => {
    const unseen = turns.unseen(
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(void done.push('stopped')))),
    );
    turns.later();
    await Promise.all([
      turns.asked(async () => void done.push('asked')),
      turns.asked(async () => void done.push('twice')),
    ]);
    await unseen;
    assert.equal(done[0], 'stopped');
    assert.deepEqual(
      done.filter((one) => one === 'asked' || one === 'twice'),
      ['asked'],
    );
  });

  it('go on after one that failed', async () => {
    await assert.rejects(turns.asked(() => Promise.reject(new Error('no'))));
    await turns.asked(async () => void done.push('next'));
    assert.deepEqual(done, ['next']);
  });
});
