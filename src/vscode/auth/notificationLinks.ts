import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Behind every link of a waiting sign-in. Not in the manifest: it makes no sense by itself. */
const LINK_COMMAND = 'incidentDesk.signInLink';

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
  readonly #actions = new Map<string, () => unknown>();
  readonly #command: vscode.Disposable;

  constructor() {
    this.#command = vscode.commands.registerCommand(LINK_COMMAND, async (id: unknown) => {
      if (typeof id === 'string') await this.#actions.get(id)?.();
    });
  }

  /** A link with a title of ours. A click on it after it was disposed of does nothing. */
  add(title: string, act: () => unknown): NotificationLink {
    // Short, since a notification cuts its message off at 1000 characters, the addresses of its links included.
    const id = randomBytes(6).toString('hex');
    this.#actions.set(id, act);
    const target = `command:${LINK_COMMAND}?${encodeURIComponent(JSON.stringify([id]))}`;
    // Its own title as the tooltip, which would show the command otherwise.
    return { markdown: `[${title}](${target} "${title}")`, dispose: () => this.#actions.delete(id) };
  }

  dispose(): void {
    this.#command.dispose();
    this.#actions.clear();
  }
}
