import type { ListFilter } from '../../../core/incidents/work/triageArguments.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import type { Rendered } from '../../prompts/renderPrompt.ts';
import type { LastTextEditor } from '../../start/lastTextEditor.ts';
import type { IncidentReference } from '../incidentReference.ts';

/** What the commands that take an incident further are built from. */
export interface WorkOptions extends Pick<FaceOptions, 'registry' | 'withStepUp' | 'log'> {
  /** The incident that a command's argument names; else the one whose page is in front, else one that is picked. */
  readonly choose: (argument: unknown, title: string) => Promise<IncidentReference>;
  /** What the list of a server leaves out now, where it can. */
  readonly activeFilter?: (serverId: string) => ListFilter | undefined;
  /** Opens a rendered prompt as a document that can be sent to the chat, copied and saved. */
  readonly showPrompt: (rendered: Rendered) => Promise<void>;
  /** The editor that a reference is inserted into. */
  readonly lastEditor: Pick<LastTextEditor, 'get'>;
}
