import * as z from 'zod';
import { proxyVariables } from '../../src/server/config/proxySettings.ts';
import { environmentSchema } from '../../src/server/config/readConfig.ts';

const docSchema = z.object({ description: z.string(), byDefault: z.string().optional() });

function tableOf(variables: Readonly<Record<string, z.ZodType>>): string {
  const rows = Object.entries(variables).map(([name, schema]) => {
    const { description, byDefault = '' } = docSchema.parse(schema.meta());
    return `| \`${name}\` | ${description} | ${byDefault} |`;
  });
  return ['| Variable | Meaning | Default |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The tables of the server's environment variables, out of the schemas by which they are read, by their places. */
export const ENVIRONMENT_TABLES = {
  environment: () => tableOf(environmentSchema.shape),
  proxy: () => tableOf(proxyVariables.shape),
};
