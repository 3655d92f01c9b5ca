import type { DiagnosisSubject } from '../../core/diagnosis/diagnosis.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { desktopScheme } from '../auth/planning/desktopScheme.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import { signInPlanning, type KnownBefore } from '../auth/planning/signInPlanning.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';

/** Where what is known before a sign-in is read from. */
export interface DiagnosisPlanningOptions extends Pick<
  KnownBefore,
  'issuers' | 'refusals' | 'registrations' | 'credentials'
> {
  readonly setting: Pick<ServersSetting, 'read'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly host: EditorHost;
  /** @throws AppError `invalid_settings` */
  readonly clientMetadataUrl: () => string | undefined;
}

/** Gives what a sign-in to a server would go by now. */
export function createDiagnosisPlanning(
  options: DiagnosisPlanningOptions,
): (entry: ServerEntry) => Promise<DiagnosisSubject['planning']> {
  const { setting, sessions, host, clientMetadataUrl } = options;
  return async (entry) =>
    signInPlanning(entry, {
      ...options,
      entries: setting.read(),
      sessions: await sessions.list(),
      clientMetadataUrl: clientMetadataUrl(),
      uriScheme: desktopScheme(host),
    });
}
