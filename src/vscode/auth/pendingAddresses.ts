import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

/** Behind the link "Copy the address" of a waiting sign-in. Not in the manifest: it makes no sense by itself. */
const COPY_COMMAND = 'incidentDesk.copySignInAddress';

/** The addresses of the sign-ins that wait, so that a link in a notification can copy one without holding it. */
export class PendingAddresses implements vscode.Disposable {
  readonly #addresses = new Map<string, string>();
  readonly #command: vscode.Disposable;

  constructor() {
    this.#command = vscode.commands.registerCommand(COPY_COMMAND, async (id: unknown) => {
      const address = typeof id === 'string' ? this.#addresses.get(id) : undefined;
      if (address !== undefined) await vscode.env.clipboard.writeText(address);
    });
  }

  /** Offers an address until the result is disposed of; `link` is the command link that copies it. */
  add(url: URL): vscode.Disposable & { readonly link: string } {
    const id = randomUUID();
    this.#addresses.set(id, url.href);
    return {
      link: `command:${COPY_COMMAND}?${encodeURIComponent(JSON.stringify([id]))}`,
      dispose: () => this.#addresses.delete(id),
    };
  }

  dispose(): void {
    this.#command.dispose();
    this.#addresses.clear();
  }
}
