import type { ContentBlock, ReadResourceResult } from '@modelcontextprotocol/client';
import type { Content } from './connection.ts';

type WireResource = ReadResourceResult['contents'][number];

/** A resource's content as it came over the wire. */
export function resourceContent(resource: WireResource): Content {
  const { uri, mimeType = '' } = resource;
  const body = 'text' in resource ? { text: resource.text } : { base64: resource.blob };
  return { type: 'resource', uri, mimeType, ...body };
}

/** A piece of a tool's result or a prompt's message as it came over the wire. */
export function contentOf(block: ContentBlock): Content {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'image':
    case 'audio':
      return { type: block.type, mimeType: block.mimeType, base64: block.data };
    case 'resource':
      return resourceContent(block.resource);
    case 'resource_link':
      return { type: 'link', uri: block.uri, name: block.title ?? block.name, mimeType: block.mimeType ?? '' };
  }
}
