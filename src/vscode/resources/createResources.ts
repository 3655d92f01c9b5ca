import type { Feature } from '../commands/feature.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { itemReference } from '../servers/itemReference.ts';
import { openResource } from './openResource.ts';
import { ResourceFiles, type ResourceFilesOptions } from './resourceFiles.ts';

/** "Open Resource", and the resources as files. */
export interface Resources extends Feature<'incidentDesk.openResource'> {
  readonly files: ResourceFiles;
}

/** What {@link Resources} are built from. */
export interface ResourcesOptions extends FaceOptions, Pick<ResourceFilesOptions, 'accounts'> {}

/** Builds {@link Resources}. */
export function createResources({ registry, withStepUp, log, now, accounts }: ResourcesOptions): Resources {
  const files = new ResourceFiles({ registry, log, now, accounts });
  return {
    files,
    commands: {
      'incidentDesk.openResource': (argument) => openResource({ registry, withStepUp, files }, itemReference(argument)),
    },
    dispose: () => files.dispose(),
  };
}
