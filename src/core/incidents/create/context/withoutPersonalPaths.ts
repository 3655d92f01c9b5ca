/** Home folders of anybody, as systems place them. */
const HOMES = [
  /(?<![\w~])\/(?:home|Users)\/[^/\s"'`:<>|()[\]]+(?=[/\s"'`:<>|()[\]]|$)/g,
  /\b[A-Za-z]:[\\/]+Users[\\/]+[^\\/\s"'`:<>|()[\]]+/g,
  /(?<![\w~/])\/root(?=\/)/g,
];

/**
 * A text in which files of the workspace are named from its folders on, and home folders, which tell who somebody is,
 * are `~`.
 * @param folders absolute paths that other places are named from
 */
export function withoutPersonalPaths(text: string, folders: readonly string[]): string {
  const longestFirst = folders.filter((folder) => folder.length > 1).toSorted((a, b) => b.length - a.length);
  const inWorkspace = longestFirst.reduce((before, folder) => withoutFolder(before, folder), text);
  return HOMES.reduce((before, home) => before.replace(home, '~'), inWorkspace);
}

function withoutFolder(text: string, folder: string): string {
  const bare = folder.replace(/[\\/]+$/, '');
  return ['/', '\\'].reduce((before, separator) => before.replaceAll(`${bare}${separator}`, ''), text);
}
