import * as vscode from 'vscode';
import type { Feature } from '../../commands/feature.ts';
import type { Rows } from '../../start/lazyTree.ts';
import { itemReference } from '../itemReference.ts';
import type { ServersNode } from './serverNodes.ts';
import { ServersView, type ServersViewOptions } from './serversView.ts';

const { t } = vscode.l10n;

/** The Servers view and its commands. */
export interface ServersFeature extends Feature<
  'incidentDesk.refreshServers' | 'incidentDesk.refreshServer' | 'incidentDesk.copyResourceUri'
> {
  readonly rows: Rows<ServersNode>;
}

/** Builds the {@link ServersFeature}; the view shows how things stand from then on. */
export function createServersView(options: ServersViewOptions): ServersFeature {
  const view = new ServersView(options);
  const refresh = async (argument: unknown): Promise<void> => {
    if (options.registry.problem) throw options.registry.problem;
    await view.refresh(itemReference(argument)?.serverId);
  };
  return {
    rows: view.rows,
    commands: {
      'incidentDesk.refreshServers': refresh,
      'incidentDesk.refreshServer': refresh,
      'incidentDesk.copyResourceUri': async (argument) => {
        const reference = itemReference(argument);
        if (!reference || !('uri' in reference)) return;
        await vscode.env.clipboard.writeText(reference.uri);
        vscode.window.setStatusBarMessage(t('Address copied.'), 3000);
      },
    },
    dispose: () => view.dispose(),
  };
}
