import * as z from 'zod';
import { environmentSchema } from '../../src/server/config/readConfig.ts';

const docSchema = z.object({ description: z.string(), byDefault: z.string().optional() });

/** The table of the server's environment variables, out of the schema by which they are read. */
export function environmentTable(): string {
  const rows = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const { description, byDefault = '' } = docSchema.parse(schema.meta());
    return `| \`${name}\` | ${description} | ${byDefault} |`;
  });
  return ['| Variable | Meaning | Default |', '| --- | --- | --- |', ...rows].join('\n');
}
