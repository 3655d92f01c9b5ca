import assert from 'node:assert/strict';
import { expandTemplate, templateVariables } from '../../../src/core/mcp/uriTemplate.ts';

describe('a URI template', () => {
  const expansions: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['incidents://{id}', { id: 'INC-1' }, 'incidents://INC-1'],
    ['incidents://{id}', { id: 'a b/c?d' }, 'incidents://a%20b%2Fc%3Fd'],
    ['files://{+path}', { path: 'src/a b.ts' }, 'files://src/a%20b.ts'],
    ['x://search{?q,limit}', { q: 'a&b', limit: '' }, 'x://search?q=a%26b'],
    ['x://search{?tag*}', { tag: 'db, api' }, 'x://search?tag=db&tag=api'],
    ['x://list{/ids*}', { ids: '1,2' }, 'x://list/1/2'],
    ['x://short/{name:3}', { name: 'abcdef' }, 'x://short/abc'],
    ['x://matrix{;k}', { k: 'v' }, 'x://matrix;k=v'],
    ['x://page{#part}', { part: 'top' }, 'x://page#top'],
    ['x://{id}/{id}', { id: '7' }, 'x://7/7'],
    ['x://fixed', {}, 'x://fixed'],
    ['x://{id}', { id: '{evil}' }, 'x://%7Bevil%7D'],
  ];
  for (const [template, values, address] of expansions) {
    it(`${template} is ${address} with ${JSON.stringify(values)}`, async () => {
      assert.equal(await expandTemplate(template, values), address);
    });
  }

  it('names each of its variables once, in their order', () => {
    assert.deepEqual(templateVariables('x://{b}/{a}{?b,tag*}'), [
      { name: 'b', isList: false },
      { name: 'a', isList: false },
      { name: 'tag', isList: true },
    ]);
  });

  it('leaves out what has no value, also where every object has something of the name', async () => {
    assert.equal(await expandTemplate('x://a{/constructor,toString}{?valueOf*}', {}), 'x://a');
  });

  for (const broken of [
    'x://{id',
    'x://id}',
    'x://{}',
    'x://{{id}}',
    'x://{a b}',
    'x://{a,}',
    `x://{${'a'.repeat(2000)}}`,
  ]) {
    it(`is none: ${broken.slice(0, 40)}`, async () => {
      assert.throws(() => templateVariables(broken), { code: 'template_invalid' });
      await assert.rejects(expandTemplate(broken, {}), { code: 'template_invalid' });
    });
  }
});
