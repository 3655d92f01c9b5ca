import assert from 'node:assert/strict';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { startDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { screenshotOnFailure } from './support/screenshotOnFailure.ts';
import { signIn } from './support/signIn.ts';
import { browserStorage } from './support/textsAtRest.ts';
import { tokensInClear } from './support/tokensInClear.ts';
import { waitUntil } from './support/waitUntil.ts';
import { Workbench } from './support/workbench.ts';

const SERVER = 'Local demo';
/** An address of the gateway, and the header that opens it. */
const ADDRESS = /127\.0\.0\.1:\d+\/[\w-]{22}\b/;
const SECRET = /Bearer [\w-]{43}\b/;

describe("The editor's own chat, by clicks in VS Code", () => {
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    desk = await startDesk({ configured: false, languageModel: true });
    await desk.configure({ ...desk.settings, 'chat.disableAIFeatures': false });
    ({ browser, context } = await openBrowser());
    workbench = await Workbench.open(context, desk.editor.url);
    await signIn(workbench, context);
  });
  after(async () => {
    await browser.close();
    await desk.close();
  });
  screenshotOnFailure(() => workbench);

  /** Requests that the editor's own client made, which speaks the older era; ours speaks the newer one. */
  const calls = (method: string): number =>
    desk.requests.filter((line) => line.includes(`"call":"${method}"`) && line.includes('"status":200')).length;

  it('finds the server among its own, and starts it with no sign-in: tools and prompts are there', async () => {
    await workbench.runCommand('MCP: List Servers');
    await workbench.quickInput.getByText(SERVER).first().waitFor();
    await workbench.screenshot('chat-01-servers');
    await workbench.pick(SERVER);
    await workbench.screenshot('chat-02-server');
    await workbench.pick('Start Server');
    await waitUntil(() => Promise.resolve(calls('initialize') === 1));
    await workbench.screenshot('chat-03-started');
  });
});
