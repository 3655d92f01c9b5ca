import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Register, says } from '../fixtureParts.ts';
import { AUDIO, IMAGE } from '../samples.ts';

const EMBEDDED = {
  uri: 'test://embedded-resource',
  mimeType: 'text/plain',
  text: 'This is an embedded resource content.',
};
const MIXED = {
  uri: 'test://mixed-content-resource',
  mimeType: 'application/json',
  text: JSON.stringify({ test: 'data', value: 123 }),
};

/** Results of every kind of content. */
const RESULTS: Readonly<Record<string, CallToolResult>> = {
  test_simple_text: says('This is a simple text response for testing.'),
  test_image_content: { content: [{ type: 'image', ...IMAGE }] },
  test_audio_content: { content: [{ type: 'audio', ...AUDIO }] },
  test_embedded_resource: { content: [{ type: 'resource', resource: EMBEDDED }] },
  test_multiple_content_types: {
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', ...IMAGE },
      { type: 'resource', resource: MIXED },
    ],
  },
  test_streaming_elicitation: says('The stream holds results only.'),
};

/** Adds the tools whose answers are always the same, and one that fails. */
export const registerContentTools: Register = (server) => {
  for (const [name, result] of Object.entries(RESULTS)) {
    server.registerTool(name, { description: `Answers what the scenarios of ${name} look for` }, () => result);
  }
  server.registerTool('test_error_handling', { description: 'Always fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
};
