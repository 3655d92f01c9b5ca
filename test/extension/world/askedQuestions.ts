import type { WireQuestion } from '../../peers/askingServer.ts';

/** One pixel: the editor looks into images before a model gets them. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const IMAGE = { type: 'image', mimeType: 'image/png', data: PIXEL };
/** A form with a choice of several and a text that is needed. */
export const FORM: WireQuestion = {
  method: 'elicitation/create',
  params: {
    message: 'Close it?',
    requestedSchema: {
      type: 'object',
      properties: {
        several: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, default: ['b'] },
        reason: { type: 'string', title: 'Reason' },
      },
      required: ['reason'],
    },
  },
};

/** A text and an image for a language model. */
export const prompt = (params: object = {}): WireQuestion => ({
  method: 'sampling/createMessage',
  params: {
    systemPrompt: 'Be brief.',
    messages: [
      { role: 'user', content: { type: 'text', text: 'Why? ``` [x](command:y)' } },
      { role: 'user', content: IMAGE },
    ],
    maxTokens: 100,
    ...params,
  },
});
