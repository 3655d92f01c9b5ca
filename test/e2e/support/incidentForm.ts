import type { Frame, Locator } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** The form for a new incident, used by what is shown. */
export class IncidentForm {
  readonly frame: Frame;
  readonly #workbench: Workbench;

  private constructor(workbench: Workbench, frame: Frame) {
    this.#workbench = workbench;
    this.frame = frame;
  }

  /** The form that something has opened. */
  static async shown(workbench: Workbench): Promise<IncidentForm> {
    return new IncidentForm(workbench, await workbench.webview('form #field-title'));
  }

  /** Opens the form by the command. */
  static async open(workbench: Workbench): Promise<IncidentForm> {
    await workbench.runCommand('Incident Desk: Create Incident');
    return IncidentForm.shown(workbench);
  }

  field(name: string): Locator {
    return this.frame.locator(`#field-${name}`);
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** What is said below a field of what is wrong with it. */
  problem(name: string, text: string): Locator {
    return this.frame.locator(`#${name}-message`).filter({ hasText: text });
  }

  async hasTitle(title: string): Promise<void> {
    await waitUntil(async () => (await this.field('title').inputValue()) === title);
  }

  description(): Promise<string> {
    return this.field('description').inputValue();
  }

  async close(): Promise<void> {
    await this.frame.locator('#cancel').click();
    await this.closed();
  }

  async closed(): Promise<void> {
    await this.#workbench.tab('New Incident').waitFor({ state: 'detached' });
  }

  /** Gives the draft up, so that it is not in the way of the next, and closes the form. */
  async discard(): Promise<void> {
    await this.frame.locator('#discard').click();
    await this.frame.getByText('The draft was discarded.').waitFor();
    await this.close();
  }
}
