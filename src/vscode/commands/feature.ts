import type { Subscription } from '../../core/effects.ts';
import type { CommandId } from './commandIds.ts';

/** What a command does; whatever it throws is shown by the gate. Arguments come from menus and other extensions. */
export type CommandHandler = (...args: unknown[]) => unknown;

/** A part of what people see that is loaded on first use, with the commands that it answers. */
export interface Feature<Id extends CommandId = never> extends Subscription {
  readonly commands: Readonly<Record<Id, CommandHandler>>;
}
