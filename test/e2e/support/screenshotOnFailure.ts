import type { Workbench } from './workbench.ts';

/** Leaves a screenshot named after each test that fails. */
export function screenshotOnFailure(workbench: () => Workbench): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.title.replaceAll(/\W+/g, '-').slice(0, 40);
    await workbench().screenshot(`failed-${name}`);
  });
}
