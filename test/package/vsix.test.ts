import assert from 'node:assert/strict';
import { globSync, statSync } from 'node:fs';
import { ROOT, vsixPath } from '../../scripts/support/paths.ts';
import { readZip } from '../../scripts/support/readZip.ts';

const LARGEST_BYTES = 1.5 * 1024 * 1024;
/** Every file that may be in it, chunks by their pattern. */
const EXPECTED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/(readme\.md|changelog\.md|SECURITY\.md|LICENSE\.txt)$/,
  /^extension\/media\/(icon\.png|icon\.svg|activity\.svg|\w+\.css|walkthrough\/[\w.-]+)$/,
  /^extension\/dist\/(extension|demo)\.js$/,
  /^extension\/dist\/chunks\/(extension|node)-[A-Z0-9]{8}\.js$/,
  /^extension\/dist\/webview\/\w+\.js$/,
];
const REQUIRED = [
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/media/icon.png',
  'extension/media/activity.svg',
  'extension/dist/extension.js',
  'extension/dist/demo.js',
];

describe('The VSIX', () => {
  const files = readZip(vsixPath());
  const scripts = [...files].filter(([name]) => name.endsWith('.js'));

  it('holds what the extension needs', () => {
    const styles = globSync('media/*.css', { cwd: ROOT }).map((file) => `extension/${file}`);
    assert.ok(styles.length > 0);
    for (const name of [...REQUIRED, ...styles]) assert.ok(files.has(name), name);
  });

  it('holds every picture that the extension shows', () => {
    const named = scripts.flatMap(([, content]) => [...content.toString().matchAll(/"media",\s*"([\w.-]+)"/g)]);
    assert.ok(named.length > 0);
    for (const [, name = ''] of named) assert.ok(files.has(`extension/media/${name}`), name);
  });

  it('holds nothing else: no sources, tests, source maps or pictures of the README', () => {
    const unexpected = [...files.keys()].filter((name) => !EXPECTED.some((pattern) => pattern.test(name)));
    assert.deepEqual(unexpected, []);
  });

  it(`is not larger than ${LARGEST_BYTES} bytes`, () => {
    assert.ok(statSync(vsixPath()).size <= LARGEST_BYTES, `${statSync(vsixPath()).size} bytes`);
  });

  it('has scripts without source map links and without folders of the machine that built them', () => {
    for (const [name, content] of scripts) {
      const text = content.toString();
      assert.ok(!text.includes('sourceMappingURL='), name);
      assert.ok(!text.includes(process.cwd()), name);
    }
  });
});
