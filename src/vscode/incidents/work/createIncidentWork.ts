import type { Feature } from '../../commands/feature.ts';
import { createIncidentBranch } from './git/createIncidentBranch.ts';
import { insertReference } from './insertReference.ts';
import { triageIncidents } from './triageIncidents.ts';
import type { WorkOptions } from './workOptions.ts';
import { writePostmortem } from './writePostmortem.ts';

type WorkCommand =
  | 'incidentDesk.triageIncidents'
  | 'incidentDesk.writePostmortem'
  | 'incidentDesk.createIncidentBranch'
  | 'incidentDesk.insertIncidentReference';

/** The commands that take incidents further: triage, post-mortem, a branch, a reference in what one writes. */
export function createIncidentWork(options: WorkOptions): Feature<WorkCommand> {
  return {
    commands: {
      'incidentDesk.triageIncidents': (argument) => triageIncidents(options, argument),
      'incidentDesk.writePostmortem': (argument) => writePostmortem(options, argument),
      'incidentDesk.createIncidentBranch': (argument) => createIncidentBranch(options, argument),
      'incidentDesk.insertIncidentReference': (argument) => insertReference(options, argument),
    },
    dispose: () => {},
  };
}
