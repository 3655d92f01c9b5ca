import assert from 'node:assert/strict';
import {
  promptDescription,
  resourceDescription,
  resourceTemplateDescription,
  serverOffers,
  toolDescription,
} from '../../../src/core/mcp/wireDescriptions.ts';

const HOSTILE = 'a\u202eb\u0007c\u200b\n\u001b[31m';
const UNSAFE = /[\p{Cc}\p{Cf}]/u;
const SCHEMA = { type: 'object' } as const;

function texts(described: { readonly title: string; readonly description: string }): string {
  return described.title + described.description.replaceAll('\n', '');
}

describe('what a server lists', () => {
  it('has no text that deceives the eye, and names as they are called', () => {
    const own = { name: HOSTILE, title: HOSTILE, description: HOSTILE };
    const prompt = promptDescription({ ...own, arguments: [{ name: HOSTILE, description: HOSTILE }] });
    const resource = resourceDescription({ ...own, uri: `x://${HOSTILE}`, mimeType: HOSTILE });
    const template = resourceTemplateDescription({ ...own, uriTemplate: 'x://{id}', mimeType: HOSTILE });
    for (const item of [toolDescription({ ...own, inputSchema: SCHEMA }), prompt, resource, template]) {
      assert.doesNotMatch(texts(item), UNSAFE);
      assert.equal(item.name, HOSTILE);
    }
    for (const argument of prompt.arguments) assert.doesNotMatch(texts(argument), UNSAFE);
    assert.doesNotMatch(resource.mimeType + template.mimeType, UNSAFE);
    assert.equal(resource.uri, `x://${HOSTILE}`);
  });

  it('is cut where it has no end', () => {
    const long = 'x'.repeat(100_000);
    const { title, description } = toolDescription({ name: 'a', title: long, description: long, inputSchema: SCHEMA });
    assert.ok(title.length <= 301 && description.length <= 4001, `${title.length}, ${description.length}`);
  });

  it('is called by its title, that of its annotations, or its name', () => {
    const title = (own?: string, annotated?: string) =>
      toolDescription({
        ...{ name: 'act', inputSchema: SCHEMA },
        ...(own === undefined ? {} : { title: own }),
        ...(annotated === undefined ? {} : { annotations: { title: annotated } }),
      }).title;
    assert.deepEqual(
      [title('Own', 'Old'), title(undefined, 'Old'), title('\u202e'), title()],
      ['Own', 'Old', 'act', 'act'],
    );
  });

  it('counts as destructive unless the server says otherwise', () => {
    const of = (annotations?: { readOnlyHint?: boolean; destructiveHint?: boolean }) => {
      const { readOnly, destructive } = toolDescription({
        ...{ name: 'act', inputSchema: SCHEMA },
        ...(annotations ? { annotations } : {}),
      });
      return [readOnly, destructive];
    };
    assert.deepEqual(of(), [false, true]);
    assert.deepEqual(of({ destructiveHint: false }), [false, false]);
    assert.deepEqual(of({ readOnlyHint: true, destructiveHint: true }), [true, false]);
  });

  it('has no size below nothing', () => {
    assert.equal(resourceDescription({ name: 'a', uri: 'x://1', size: -1 }).size, undefined);
    assert.equal(resourceDescription({ name: 'a', uri: 'x://1', size: 7 }).size, 7);
  });

  it('is offered as the capabilities say', () => {
    const none = {
      tools: false,
      prompts: false,
      resources: false,
      completions: false,
      watching: false,
      logging: false,
    };
    assert.deepEqual(serverOffers({}), none);
    const some = serverOffers({ tools: {}, resources: { subscribe: true }, logging: {} });
    assert.deepEqual(some, { ...none, tools: true, resources: true, watching: true, logging: true });
  });
});
