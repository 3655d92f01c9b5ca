import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LONGEST_FILE = 250;
const PARTS = ['shared', 'core', 'vscode', 'server', 'demo'] as const;
/** What each part may import beside itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  core: ['shared'],
  vscode: ['core', 'shared'],
  server: ['shared'],
  demo: ['server', 'shared'],
  extension: ['vscode', 'core', 'shared'],
};
const SUITES = ['unit', 'integration', 'conformance', 'package', 'extension', 'e2e'];

interface Source {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+)(['"])([^'"]+)\1/g;

function readSources(pattern: string): readonly Source[] {
  return globSync(pattern, { cwd: ROOT }).map((file) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    return { file, text, imports: [...text.matchAll(IMPORT)].map((match) => match[2] ?? '') };
  });
}

/** The part that a file below src belongs to; `extension` for src/extension.ts. */
function partOf(file: string): string {
  return path.relative('src', file).split(path.sep)[0]?.replace(/\.ts$/, '') ?? '';
}

function relativeTargets({ file, imports }: Source): readonly string[] {
  return imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.join(path.dirname(file), specifier));
}

describe('The architecture', () => {
  const sources = readSources('src/**/*.ts');
  const everything = [...sources, ...readSources('test/**/*.ts'), ...readSources('scripts/**/*.ts')];

  it('has no parts but those of the design', () => {
    assert.deepEqual(
      [...new Set(sources.map(({ file }) => partOf(file)))].toSorted(),
      [...PARTS, 'extension'].toSorted(),
    );
  });

  it('imports only in the direction extension → vscode → core → shared ← server ← demo', () => {
    const wrong = sources.flatMap((source) => {
      const own = partOf(source.file);
      return relativeTargets(source)
        .filter((target) => partOf(target) !== own && !ALLOWED[own]?.includes(partOf(target)))
        .map((target) => `${source.file} → ${target}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("knows the editor's API in src/vscode and src/extension.ts only", () => {
    const wrong = sources.filter(
      ({ file, imports }) => imports.includes('vscode') && !['vscode', 'extension'].includes(partOf(file)),
    );
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
    );
  });

  it('writes to the console in the two programs only', () => {
    const programs = ['src/server/main.ts', 'src/demo/main.ts'].map((file) => path.normalize(file));
    const wrong = sources.filter(({ file, text }) => /\bconsole\.\w+\(/.test(text) && !programs.includes(file));
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
    );
  });

  it(`has no file of more than ${LONGEST_FILE} lines, blank ones and comments apart`, () => {
    const isCode = (line: string) => !/^\s*($|\/\/|\/\*|\*)/.test(line);
    const wrong = everything.filter(({ text }) => text.split('\n').filter(isCode).length > LONGEST_FILE);
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
    );
  });

  it('names relative imports with their extension, so that Node runs the sources as they are', () => {
    const wrong = everything.flatMap(({ file, imports }) =>
      imports
        .filter((specifier) => specifier.startsWith('.') && !/\.(ts|mjs|cjs|json)$/.test(specifier))
        .map((specifier) => `${file} → ${specifier}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('has every test file in a suite that is run', () => {
    const tests = globSync('test/**/*.test.ts', { cwd: ROOT });
    const outside = tests.filter((file) => !SUITES.includes(file.split(path.sep)[1] ?? ''));
    assert.deepEqual(outside, []);
  });

  it('keeps package registries and folders of one machine out of the lock files', () => {
    for (const file of ['package-lock.json', 'scripts/codeServer/package-lock.json']) {
      assert.doesNotMatch(readFileSync(path.join(ROOT, file), 'utf8'), /"resolved"/, file);
    }
  });
});
