import type { WireQuestion } from '../../peers/askingServer.ts';

/** A field of each kind that a form may have. */
export const PRIMITIVES = {
  name: { type: 'string', title: 'Name', format: 'email', minLength: 3, default: 'a@example.com' },
  count: { type: 'integer', minimum: 1, maximum: 5 },
  share: { type: 'number' },
  sure: { type: 'boolean', default: true },
  plain: { type: 'string', enum: ['low', 'high'] },
  named: { type: 'string', enum: ['low', 'high'], enumNames: ['Low', 'High'] },
  titled: {
    type: 'string',
    oneOf: [
      { const: 'low', title: 'Low' },
      { const: 'high', title: 'High' },
    ],
  },
  several: {
    type: 'array',
    items: { type: 'string', enum: ['a', 'b', 'c'] },
    minItems: 1,
    maxItems: 2,
    default: ['a'],
  },
  severalTitled: {
    type: 'array',
    items: {
      anyOf: [
        { const: 'a', title: 'Ay' },
        { const: 'b', title: 'Bee' },
      ],
    },
  },
};

/** Asks for a form. */
export const formOf = (properties: object, message = 'Who?'): WireQuestion => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: { type: 'object', properties, required: ['count'] } },
});

/** Asks for a page to be opened. */
export const pageAt = (url: string): WireQuestion => ({
  method: 'elicitation/create',
  params: { mode: 'url', message: 'Sign in\u202e there', url, elicitationId: 'e1' },
});

/** Asks for an answer of a language model. */
export const modelFor = (params: object): WireQuestion => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text: 'Why?' } }], maxTokens: 100, ...params },
});
