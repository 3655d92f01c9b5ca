import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { ROOT } from '../../scripts/support/paths.ts';
import { shownStrings } from '../../scripts/support/shownStrings.ts';

type Words = Readonly<Record<string, string>>;

function read(file: string): Words {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')));
}

/** What must be the same in every language: places for values, commands of links, icons. */
function fixedParts(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\(command:[\w.]+\)|\$\([\w-]+\)/g)].map(([part]) => part).toSorted();
}

function unlike(english: Words, translated: Words): readonly string[] {
  return Object.entries(english).flatMap(([key, text]) => {
    const [wanted, found] = [fixedParts(text), fixedParts(translated[key] ?? '')];
    return wanted.join() === found.join() ? [] : [`${key}: ${found.join()} instead of ${wanted.join()}`];
  });
}

function empty(words: Words): readonly string[] {
  return Object.entries(words).flatMap(([key, text]) => (text.trim() === '' ? [key] : []));
}

describe('The German translation', () => {
  const strings = shownStrings();
  const english: Words = Object.fromEntries(strings.map((text) => [text, text]));
  const [bundle, manifest] = [read('l10n/bundle.l10n.de.json'), read('package.nls.de.json')];

  it('is found by VS Code', () => {
    assert.match(readFileSync(path.join(ROOT, 'package.json'), 'utf8'), /"l10n": "\.\/l10n"/);
  });

  it('has all that the sources say, and nothing else', () => {
    assert.ok(strings.length > 500);
    assert.deepEqual(Object.keys(bundle).toSorted(), strings, 'run "npm run l10n" and translate what is empty');
    assert.deepEqual(empty(bundle), []);
  });

  it('has all that the manifest says, and nothing else', () => {
    assert.deepEqual(Object.keys(manifest).toSorted(), Object.keys(read('package.nls.json')).toSorted());
    assert.deepEqual(empty(manifest), []);
  });

  it('keeps the places for values, the commands of links and the icons', () => {
    assert.deepEqual(unlike(english, bundle), []);
    assert.deepEqual(unlike(read('package.nls.json'), manifest), []);
  });
});
