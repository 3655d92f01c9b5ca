import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Behind every link of a waiting sign-in. Not in the manifest: it makes no sense by itself. */
const LINK_COMMAND = 'incidentDesk.signInLink';

/** Set while there are links. */
const WAITING_CONTEXT = 'incidentDesk.signInWaiting';

/** What a link says and does, and for which server. */
export interface OpenLink {
  readonly title: string;
  readonly about: string;
  readonly act: () => unknown;
}

/** A link that stands in a notification until it is disposed of. */
export interface NotificationLink extends vscode.Disposable {
  /** To put into the notification's message. */
  readonly markdown: string;
}

/**
 * Links in notifications that do something here. A link holds nothing but a random id: VS Code keeps the messages of
 * notifications, and the addresses and codes behind the links are secrets.
 */
export class NotificationLinks implements vscode.Disposable {
  readonly #links = new Map<string, OpenLink>();
  readonly #command: vscode.Disposable;

  constructor() {
    this.#command = vscode.commands.registerCommand(LINK_COMMAND, async (id: unknown) => {
      if (typeof id === 'string') await this.#links.get(id)?.act();
    });
  }

  /** The links that stand now, oldest first. */
  open(): readonly OpenLink[] {
    return [...this.#links.values()];
  }

  /** A link with a title of ours, in the sign-in to the server that `about` names. A click on it after it was disposed of does nothing. */
  add(title: string, act: () => unknown, about: string): NotificationLink {
    // Short, since a notification cuts its message off at 1000 characters, the addresses of its links included.
    const id = randomBytes(6).toString('hex');
    this.#links.set(id, { title, about, act });
    this.#tell();
    const target = `command:${LINK_COMMAND}?${encodeURIComponent(JSON.stringify([id]))}`;
    // Its own title as the tooltip, which would show the command otherwise.
    return { markdown: `[${title}](${target} "${title}")`, dispose: () => this.#remove(id) };
  }

  dispose(): void {
    this.#command.dispose();
    this.#links.clear();
    this.#tell();
  }

  #remove(id: string): void {
    if (this.#links.delete(id)) this.#tell();
  }

  /** For the command that offers the links to the keyboard. */
  #tell(): void {
    void vscode.commands.executeCommand('setContext', WAITING_CONTEXT, this.#links.size > 0);
  }
}
