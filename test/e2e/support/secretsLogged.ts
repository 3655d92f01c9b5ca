import type { Desk } from './desk.ts';
import { logFiles } from './logFiles.ts';

/** Which kinds of secrets lie in which log: those that the stand-in met or gave, and others, each with what it is. */
export async function secretsLogged(
  desk: Desk,
  others: readonly (readonly [secret: string, kind: string])[] = [],
): Promise<readonly string[]> {
  const secrets = [...desk.secrets, ...others];
  const texts = [...(await logFiles(desk)), ['what VS Code printed', desk.editor.output()]] as const;
  return texts.flatMap(([name, text]) =>
    secrets.filter(([secret]) => text.includes(secret)).map(([, kind]) => `${kind} in ${name}`),
  );
}
