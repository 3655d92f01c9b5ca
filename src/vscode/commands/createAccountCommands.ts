import type { NotificationLinks } from '../auth/notificationLinks.ts';
import type { Feature } from './feature.ts';
import { signInCommand, type SignInOptions } from './signIn.ts';
import { signInAnotherWayCommand } from './signInAnotherWay.ts';
import { signOutCommand, type SignOutOptions } from './signOut.ts';
import { switchAccountCommand, type SwitchAccountOptions } from './switchAccount.ts';

/** What the commands for accounts are built from. */
export interface AccountCommandsOptions extends SignInOptions, SwitchAccountOptions, SignOutOptions {
  readonly links: Pick<NotificationLinks, 'open'>;
}

/** The commands for accounts. */
export function createAccountCommands(
  options: AccountCommandsOptions,
): Feature<
  'incidentDesk.signIn' | 'incidentDesk.signInAnotherWay' | 'incidentDesk.switchAccount' | 'incidentDesk.signOut'
> {
  return {
    commands: {
      'incidentDesk.signIn': signInCommand(options),
      'incidentDesk.signInAnotherWay': signInAnotherWayCommand(options.links),
      'incidentDesk.switchAccount': switchAccountCommand(options),
      'incidentDesk.signOut': signOutCommand(options),
    },
    dispose: () => {},
  };
}
