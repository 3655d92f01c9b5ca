/** The name of a document whose tab shows a title from outside. */
export function fileNameFor(title: string, ending: string): string {
  const name = title
    .replace(/[\\/:\p{C}]/gu, '_')
    .slice(0, 80)
    .replace(/^\.+/, '');
  return `${name || '_'}.${ending}`;
}
