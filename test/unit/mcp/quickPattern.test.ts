import assert from 'node:assert/strict';
import { isQuickPattern } from '../../../src/core/mcp/quickPattern.ts';

describe('a pattern from a server', () => {
  const quick = [
    '^[a-z]{3}-[0-9]+$',
    '^INC-\\d+$',
    '^(open|closed)$',
    '^\\(\\d*\\)$',
    '[*+]{2}',
    'a.b',
    '^[^@]+@[^@]+$',
  ];
  for (const pattern of quick) {
    it(`may be tried: ${pattern}`, () => assert.equal(isQuickPattern(pattern), true));
  }

  const slow = [
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^([a-zA-Z]+)*$',
    '^(?:a+)+$',
    '^(?<x>a+){2,}$',
    '^(a{1,}){5}$',
    '^((a))+$',
    '(.*)a{10}(.*)(.*)',
    '.*.*.*=.*',
    '\\d+\\d+\\d+$',
    '^(.+)\\1+$',
    '^(?<w>.+)\\k<w>$',
    '^([)]+)+$',
    '^(\\)+)+$',
    'a{1,9}b{2,8}c{3,}',
    'x'.repeat(201),
  ];
  for (const pattern of slow) {
    it(`is never tried: ${pattern.slice(0, 30)}`, () => assert.equal(isQuickPattern(pattern), false));
  }
});
