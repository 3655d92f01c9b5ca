/** What it is written for: SQLite, and much else, is not in older ones. */
const LOWEST_NODE = 24;

// Nothing else is imported before: an older Node may not even be able to read it.
if (Number(process.versions.node.split('.')[0]) < LOWEST_NODE) {
  process.stderr.write(
    `Incident Desk server cannot start:\n  - it needs Node.js ${LOWEST_NODE} or newer, and this is ${process.version} (${process.execPath})\n`,
  );
  process.exit(1);
}
await import('./runMain.ts');
