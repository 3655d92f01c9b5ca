import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { OUT } from '../../scripts/support/paths.ts';

const metafileSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.number(),
      entryPoint: z.optional(z.string()),
      imports: z.array(z.object({ path: z.string(), kind: z.string(), external: z.optional(z.boolean()) })),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
    }),
  ),
});
type Outputs = z.infer<typeof metafileSchema>['outputs'];

/** What only the server and the stand-in need. */
const SERVER_PACKAGES = [
  'express',
  'oidc-provider',
  'koa',
  '@modelcontextprotocol/server',
  '@modelcontextprotocol/node',
];
/** What only a server in a team's hands needs. */
const OPERATION_PACKAGES = ['pino', 'prom-client', 'rate-limiter-flexible', 'pg'];
const CLIENT_PACKAGES = ['@modelcontextprotocol/client', 'openid-client', 'playwright-core'];
/** What loads on first use. */
const LATE_PACKAGES = ['@modelcontextprotocol/client', '@modelcontextprotocol/core', 'openid-client', 'oauth4webapi'];
const START_LIMIT_BYTES = 60 * 1024;

function readOutputs(bundle: string): Outputs {
  return metafileSchema.parse(JSON.parse(readFileSync(path.join(OUT, 'meta', `${bundle}.json`), 'utf8'))).outputs;
}

/** Names of the npm packages of which something is in one of the outputs. */
function packagesIn(outputs: Outputs, files: Iterable<string>): readonly string[] {
  const names = new Set<string>();
  for (const file of files) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (name !== undefined && bytesInOutput > 0) names.add(name);
    }
  }
  return [...names].toSorted();
}

/** The outputs that are loaded as soon as one is: itself and what it imports statically. */
function staticClosure(outputs: Outputs, entry: string): ReadonlySet<string> {
  const closure = new Set<string>([entry]);
  for (const file of closure) {
    for (const { path: imported, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) closure.add(imported);
    }
  }
  return closure;
}

describe('The extension bundle', () => {
  const outputs = readOutputs('extension');
  const atStart = staticClosure(outputs, 'dist/extension.js');

  it("holds none of the server's packages", () => {
    const packages = packagesIn(outputs, Object.keys(outputs));
    assert.deepEqual(
      packages.filter((name) => SERVER_PACKAGES.includes(name)),
      [],
    );
  });

  it('holds the MCP client and openid-client, in chunks that activate() does not load', () => {
    const [all, early] = [packagesIn(outputs, Object.keys(outputs)), packagesIn(outputs, atStart)];
    assert.ok(all.includes('@modelcontextprotocol/client') && all.includes('openid-client'), all.join(' '));
    assert.deepEqual(
      early.filter((name) => LATE_PACKAGES.includes(name)),
      [],
    );
  });

  it('loads no zod but the small one at the start', () => {
    const inputs = [...atStart].flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
    const classic = inputs.filter(
      ([input, { bytesInOutput }]) => bytesInOutput > 0 && input.includes('zod/v4/classic/'),
    );
    assert.deepEqual(
      classic.map(([input]) => input),
      [],
    );
  });

  it(`loads at most ${START_LIMIT_BYTES} bytes at the start`, () => {
    const bytes = [...atStart].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
    assert.ok(bytes <= START_LIMIT_BYTES, `${bytes} bytes in ${[...atStart].join(', ')}`);
  });

  it('asks for nothing outside itself but the editor and Node', () => {
    const outside = Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true),
    );
    const unexpected = outside.filter(({ path: name }) => name !== 'vscode' && !name.startsWith('node:'));
    assert.deepEqual([...new Set(unexpected.map(({ path: name }) => name))], []);
  });
});

describe("The server's bundle", () => {
  // In front of Okta the server is a client of Okta's.
  const server = CLIENT_PACKAGES.filter((name) => name !== 'openid-client');
  const node = [...CLIENT_PACKAGES, ...OPERATION_PACKAGES];
  for (const [bundle, unwanted] of Object.entries({ server, node })) {
    it(`of ${bundle === 'node' ? 'the demo' : 'a team'} holds nothing that it does not need`, () => {
      const outputs = readOutputs(bundle);
      const packages = packagesIn(outputs, Object.keys(outputs));
      assert.deepEqual(
        packages.filter((name) => unwanted.includes(name)),
        [],
      );
    });
  }
});

describe('The scripts of the webviews', () => {
  it('are small and hold no package but the small zod', () => {
    const outputs = readOutputs('webview');
    assert.ok(Object.keys(outputs).length > 0);
    const packages = packagesIn(outputs, Object.keys(outputs));
    assert.deepEqual(
      packages.filter((name) => name !== 'zod'),
      [],
    );
    for (const [file, { bytes }] of Object.entries(outputs)) assert.ok(bytes < 50 * 1024, `${file}: ${bytes} bytes`);
  });
});
