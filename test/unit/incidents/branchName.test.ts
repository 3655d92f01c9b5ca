import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { branchName, isBranchOf } from '../../../src/core/incidents/work/branchName.ts';

/** What git-check-ref-format(1) allows, and no shell or file system minds. */
const VALID = /^incident\/[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*$/u;

describe('The branch of an incident', () => {
  for (const [id, title, name] of [
    ['INC-2000', 'Checkout answers slowly', 'incident/INC-2000-checkout-answers-slowly'],
    ['7', 'Größe: 100 % daneben!', 'incident/7-große-100-daneben'],
    ['INC-1', '', 'incident/INC-1'],
    ['INC-1', '../../etc/passwd~1^{}@{u}.lock', 'incident/INC-1-etc-passwd-1-u-lock'],
    ['..', '$(rm -rf ~)', 'incident/unknown-rm-rf'],
    ['--upload-pack=x', '-c', 'incident/upload-pack-x-c'],
    ['INC-1', 'Оплата не проходит', 'incident/INC-1-оплата-не-проходит'],
    [
      'INC-1',
      'A title that is much longer than anybody would like to type',
      'incident/INC-1-a-title-that-is-much-longer-than-anybody',
    ],
  ] as const) {
    it(`is called ${name}`, () => {
      const made = branchName({ id, title });
      assert.equal(made, name.normalize('NFC'));
      assert.equal(execFileSync('git', ['check-ref-format', '--branch', made], { encoding: 'utf8' }).trim(), made);
    });
  }

  it('has a name that Git takes, whatever the incident is called', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(texts, texts, (id, title) => {
        const name = branchName({ id, title });
        assert.match(name, VALID);
        assert.ok(Buffer.byteLength(name) < 500);
        assert.ok(isBranchOf(name, id));
      }),
    );
  });

  it('is known again under another title, and not taken for that of another incident', () => {
    assert.ok(isBranchOf('incident/INC-1-old-title', 'INC-1'));
    assert.ok(!isBranchOf('incident/INC-10-title', 'INC-1'));
    assert.ok(!isBranchOf('main', 'INC-1'));
  });
});
