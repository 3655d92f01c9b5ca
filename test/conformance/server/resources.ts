import { ResourceTemplate } from '@modelcontextprotocol/server';
import type { Register } from './fixtureParts.ts';
import { IMAGE } from './samples.ts';

/** Adds resources of text and bytes, one by template and one to subscribe to. */
export const registerFixtureResources: Register = (server) => {
  const texts = {
    'test://static-text': 'This is the content of the static text resource.',
    'test://watched-resource': 'Watched resource content',
  };
  for (const [uri, text] of Object.entries(texts)) {
    const metadata = { title: uri, description: 'A text that stays', mimeType: 'text/plain' };
    server.registerResource(uri, uri, metadata, () => ({ contents: [{ uri, mimeType: 'text/plain', text }] }));
  }
  const { mimeType, data } = IMAGE;
  server.registerResource(
    'static-binary',
    'test://static-binary',
    { title: 'A picture', description: 'Bytes that stay', mimeType },
    ({ href }) => ({ contents: [{ uri: href, mimeType, blob: data }] }),
  );
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { title: 'By id', description: 'What has this id', mimeType: 'application/json' },
    ({ href }, { id }) => {
      const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` });
      return { contents: [{ uri: href, mimeType: 'application/json', text }] };
    },
  );
};
