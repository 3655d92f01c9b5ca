import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { IncidentReference } from './incidentReference.ts';
import { severityWord, statusWord } from './incidentWords.ts';
import type { IncidentLists } from './list/incidentLists.ts';
import { severityIcon } from './list/severityIcon.ts';

const { t } = vscode.l10n;

type IncidentItem = vscode.QuickPickItem & { readonly reference: IncidentReference };

/**
 * Lets the person pick an incident of any server, by title, id, service, severity or status.
 * @throws AppError `invalid_settings`, `no_servers`, `cancelled`, and why nothing could be loaded
 */
export async function pickIncident(
  lists: IncidentLists,
  registry: ServerRegistry,
  title = t('Open Incident'),
): Promise<IncidentReference> {
  if (registry.problem) throw registry.problem;
  if (registry.list().length === 0) throw new AppError('no_servers');
  const { reference } = await pickFrom(() => loadItems(lists), {
    title,
    placeHolder: t('Filter by title, ID, service, severity or status'),
  });
  return reference;
}

async function loadItems(lists: IncidentLists): Promise<readonly IncidentItem[]> {
  const known = lists.all().some(({ state }) => state.size > 0);
  if (!known) await lists.reload();
  const items = lists.all().flatMap(({ client, state }) =>
    state.incidents.map((incident) => ({
      label: plainLabel(incident.title) || t('Untitled incident'),
      description: plainLabel(incident.id),
      detail: plainLabel(
        [severityWord(incident.severity), statusWord(incident.status), incident.service]
          .filter((part) => part !== '')
          .join(' · '),
      ),
      iconPath: severityIcon(incident.severity),
      reference: { serverId: client.id, id: incident.id },
    })),
  );
  if (items.length > 0) return items;
  throw lists.all().find(({ state }) => state.error)?.state.error ?? nothingToPick(t('There are no incidents.'));
}
