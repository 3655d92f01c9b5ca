import assert from 'node:assert/strict';
import { isLoopbackHostname } from '../../../src/shared/loopback.ts';

const isLoopback = (url: string): boolean => isLoopbackHostname(new URL(url).hostname);

describe('a loopback address', () => {
  for (const url of [
    'http://127.0.0.1/',
    'http://127.8.9.1:8080/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://LOCALHOST/',
  ]) {
    it(`is ${url}`, () => assert.ok(isLoopback(url)));
  }

  for (const url of [
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://a.localhost/',
    'http://localhost./',
    'http://10.0.0.1/',
    'http://[::2]/',
  ]) {
    it(`is not ${url}`, () => assert.ok(!isLoopback(url)));
  }
});
