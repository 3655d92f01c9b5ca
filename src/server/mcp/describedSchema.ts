import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { noteOutcome } from '../http/traceRequest.ts';

/**
 * A schema as the MCP library takes it, with its JSON Schema made once rather than for each request, and made so that
 * the lean schemas of `src/shared` can be part of it. What it does not fit is noted as that outcome of the call: arguments
 * are the caller's, results this server's.
 */
export function describedSchema<Schema extends z.core.$ZodType>(
  unfit: 'refused' | 'failed',
  schema: Schema,
): StandardSchemaWithJSON<z.input<Schema>, z.output<Schema>> {
  const input = z.toJSONSchema(schema, { io: 'input' });
  const output = z.toJSONSchema(schema, { io: 'output' });
  return {
    '~standard': {
      version: 1,
      vendor: 'zod',
      async validate(value) {
        const result = await schema['~standard'].validate(value);
        if (result.issues) noteOutcome(unfit);
        return result;
      },
      jsonSchema: { input: () => input, output: () => output },
    },
  };
}
