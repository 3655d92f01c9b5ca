import type { Workbench } from './workbench.ts';

/** How far from a side bar's inner edge the line is that one drags, in pixels. */
const SASH_REACH = 12;

/** Drags the edge of the side bar; `right` in pixels from the window's left. */
export async function widenSidebar({ page, sidebar }: Workbench, right: number): Promise<void> {
  const side = await sidebar.boundingBox();
  const sashes = await page.locator('.monaco-sash.vertical:not(.disabled)').all();
  const boxes = await Promise.all(sashes.map((sash) => sash.boundingBox()));
  const inner = side === null ? 0 : side.x + side.width;
  const edge = boxes.find((box) => box !== null && Math.abs(box.x + box.width / 2 - inner) < SASH_REACH);
  if (!edge) throw new Error('The side bar has no edge to drag.');
  const middle = edge.y + edge.height / 4;
  await page.mouse.move(edge.x + edge.width / 2, middle);
  await page.mouse.down();
  await page.mouse.move(right, middle, { steps: 5 });
  await page.mouse.up();
}
