import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROW = /^\| (?<attack>.+?) +\| `(?<defence>[^`]+)` +\| `(?<file>[^`]+)`: (?<name>.+?) +\|$/;
/** What names a test: a text, a text with parts that a table of cases fills in, or such a part alone. */
const TITLE = /\bit\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`|(\w+)),/g;

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The lines of the tables in SECURITY.md that name a test. */
function tableLines(): readonly string[] {
  const [, section = ''] = read('SECURITY.md').split('\n## Attacks, and the tests that keep them out\n');
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.filter((line) => !/^\| (Attack|-+) /.test(line));
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether a test file has a test of that name; what its cases fill in must stand in the file too. */
function hasTest(source: string, name: string): boolean {
  return [...source.matchAll(TITLE)].some(([, single, double, template, variable]) => {
    const plain = single ?? double;
    if (plain !== undefined) return plain.replace(/\\(.)/g, '$1') === name;
    const parts = variable === undefined ? (template ?? '').split(/\$\{[^}]*\}/) : ['', ''];
    const filled = new RegExp(`^${parts.map(literal).join('(.+)')}$`).exec(name)?.slice(1);
    return filled?.every((part) => source.includes(part)) ?? false;
  });
}

describe('The table of attacks', () => {
  const rows = tableLines().map((line) => {
    const { attack = '', defence = '', file = '', name = '' } = ROW.exec(line)?.groups ?? assert.fail(line);
    return { attack, defence, file, name };
  });

  it('has a row for each attack, once', () => {
    assert.ok(rows.length > 100);
    const tests = rows.map(({ file, name }) => `${file}: ${name}`);
    assert.deepEqual(
      tests.filter((test, index) => tests.indexOf(test) !== index),
      [],
    );
  });

  it('names defences that are there', () => {
    const gone = rows.filter(({ defence }) => !existsSync(path.join(ROOT, 'src', defence)));
    assert.deepEqual(gone, []);
  });

  it('names tests that are there', () => {
    const gone = rows.filter(({ file, name }) => {
      const test = `test/${file}.test.ts`;
      return !existsSync(path.join(ROOT, test)) || !hasTest(read(test), name);
    });
    assert.deepEqual(gone, []);
  });
});
