import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Workbench } from '../../test/e2e/support/workbench.ts';
import { ROOT } from './paths.ts';

const FOLDER = path.join(ROOT, 'media/walkthrough');

/** Themes that the walkthrough has pictures for; high contrast shows the one that is as bright. */
type Theme = 'light' | 'dark';
type Part = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

/** In pixels of a window of 1280 × 760. */
const SIDEBAR: Part = { x: 0, y: 36, width: 460, height: 300 };
const INPUT: Part = { x: 330, y: 0, width: 620, height: 116 };
const LIST_AND_PAGE: Part = { x: 0, y: 36, width: 1280, height: 500 };
const DOCUMENT: Part = { x: 460, y: 36, width: 800, height: 400 };

async function take({ page }: Workbench, step: string, theme: Theme, clip: Part): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${step}-${theme}.jpg`);
  // A pixel of theirs for each of ours: they are packed into the extension.
  await page.screenshot({
    path: file,
    type: 'jpeg',
    quality: 72,
    clip,
    scale: 'css',
    animations: 'disabled',
    caret: 'hide',
  });
  console.log(path.relative(ROOT, file));
}

/** The first step, while no server is set up. */
export async function takeStart(workbench: Workbench, theme: Theme): Promise<void> {
  await take(workbench, 'demo', theme, SIDEBAR);
}

/** The steps of somebody who is signed in; `title` is of an incident in sight. */
export async function takeWalkthrough(workbench: Workbench, theme: Theme, title: string): Promise<void> {
  await workbench.runCommand('View: Close All Editors');
  await workbench.incidents(title).click();
  await (await workbench.webview('h1')).getByRole('heading', { name: title }).waitFor();
  await take(workbench, 'incident', theme, LIST_AND_PAGE);
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('Incident Desk: Triage Incidents');
  await workbench.pick('By severity');
  await workbench.tab(/triage/i).waitFor();
  await take(workbench, 'chat', theme, DOCUMENT);
  await workbench.runCommand('Incident Desk: Add Server');
  await workbench.quickInput.locator('input').fill('https://incidents.example.com/mcp');
  await take(workbench, 'okta', theme, INPUT);
  await workbench.page.keyboard.press('Escape');
}
