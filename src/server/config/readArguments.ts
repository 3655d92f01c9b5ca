/** What the command line asks for; `problem` says what is not understood in it. */
export type Arguments =
  | { readonly task: 'serve' | 'help' }
  | { readonly task: 'import'; readonly file: string }
  | { readonly problem: string };

/** Reads the command line behind the name of the program. */
export function readArguments(given: readonly string[]): Arguments {
  if (given.includes('--help') || given.includes('-h')) return { task: 'help' };
  const [first, ...others] = given;
  if (first === undefined) return { task: 'serve' };
  const [, inline] = /^--import=(.*)$/s.exec(first) ?? [];
  const [file, ...rest] = inline === undefined ? others : [inline, ...others];
  if (first !== '--import' && inline === undefined) {
    return {
      problem: first.startsWith('-') ? `${first} is no option` : `what is ${first} for? A file: --import ${first}`,
    };
  }
  if (file === undefined || file === '' || file.startsWith('-')) return { problem: '--import needs a file' };
  return rest[0] === undefined ? { task: 'import', file } : { problem: `${rest[0]} is one too many` };
}
