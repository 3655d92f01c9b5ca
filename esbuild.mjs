// node esbuild.mjs [--production]: the bundles in dist/. node esbuild.mjs --tests: the suites that run inside VS Code.
// node esbuild.mjs --bench --production: the extension and an empty one, to be compared.
import { build } from 'esbuild';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const has = (flag) => process.argv.includes(flag);
const production = has('--production');

/** What every bundle has in common. */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const forNode = { ...common, platform: 'node', target: 'node22' };
/** CommonJS packages ask for `require`, which an ES module has not. */
const requireBanner = {
  js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
};
const esm = { ...forNode, format: 'esm', splitting: true, outdir: 'dist', outExtension: { '.js': '.js' } };

const bundles = {
  extension: {
    ...esm,
    entryPoints: { extension: 'src/extension.ts' },
    chunkNames: 'chunks/extension-[hash]',
    external: ['vscode'],
  },
  node: {
    ...esm,
    entryPoints: { demo: 'src/demo/main.ts' },
    chunkNames: 'chunks/node-[hash]',
    banner: requireBanner,
    // oidc-provider names its models by the names of their classes.
    keepNames: true,
  },
  // Apart from the demo, which the VSIX holds: a team's server has parts that would be too large for it.
  server: {
    ...esm,
    entryPoints: { server: 'src/server/main.ts' },
    chunkNames: 'chunks/server-[hash]',
    banner: requireBanner,
    keepNames: true,
  },
  webview: {
    ...common,
    entryPoints: globSync('src/vscode/**/webview/*.ts', { cwd: root }).sort(),
    outdir: 'dist/webview',
    entryNames: '[name]',
    format: 'iife',
    platform: 'browser',
    target: 'chrome128',
  },
};
const tests = {
  ...forNode,
  minify: false,
  sourcemap: 'inline',
  entryPoints: globSync('test/extension/{index,*.test}.ts', { cwd: root }).sort(),
  outdir: 'out/test/extension',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['vscode', 'mocha'],
  // The suites load the servers that they talk to as they are shipped: as a module of its own, with the names of classes.
  plugins: [
    {
      name: 'world',
      setup: ({ onResolve }) =>
        onResolve({ filter: /\/world\/world\.ts$/ }, () => ({ path: './world/world.js', external: true })),
    },
  ],
};
const testWorld = {
  ...esm,
  ...{ minify: false, sourcemap: 'inline', keepNames: true, banner: requireBanner },
  entryPoints: { 'world/world': 'test/extension/world/world.ts' },
  chunkNames: 'world/[hash]',
  outdir: tests.outdir,
};

const benches = Object.fromEntries(
  Object.entries({ extension: 'src/extension.ts', empty: 'test/bench/activation/emptyExtension.ts' }).map(
    ([name, entry]) => [
      `bench-${name}`,
      { ...bundles.extension, entryPoints: { extension: entry }, outdir: `out/bench/activation/${name}` },
    ],
  ),
);

/** An extension that the suites need beside ours. */
const testModel = {
  ...tests,
  entryPoints: { extension: 'test/extension/languageModel/extension.ts' },
  outdir: 'out/test/languageModel',
  plugins: [],
};

const [wanted, folder] = has('--bench')
  ? [benches, 'out/bench/activation']
  : has('--tests')
    ? [{ tests, testWorld, testModel }, tests.outdir]
    : [bundles, 'dist'];
rmSync(path.join(root, folder), { recursive: true, force: true });
mkdirSync(path.join(root, 'out/meta'), { recursive: true });
const writeBundle = async ([name, options]) => {
  const { metafile } = await build(options);
  writeFileSync(path.join(root, 'out/meta', `${name}.json`), JSON.stringify(metafile));
};
// esbuild has said already what is wrong.
await Promise.all(Object.entries(wanted).map(writeBundle)).catch(() => process.exit(1));
