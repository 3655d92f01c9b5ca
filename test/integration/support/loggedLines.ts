import * as z from 'zod';

const lineSchema = z.looseObject({
  level: z.string(),
  msg: z.string().optional(),
  /** The request that it belongs to. */
  request: z.string().optional(),
});

/** A line of the log of a server. */
export type LoggedLine = z.infer<typeof lineSchema>;

/** The lines of JSON among what a server wrote. */
export function loggedLines(said: string): readonly LoggedLine[] {
  const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => lineSchema.parse(JSON.parse(line)));
}
