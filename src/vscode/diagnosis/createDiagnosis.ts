import * as vscode from 'vscode';
import type { DiagnosisSubject } from '../../core/diagnosis/diagnosis.ts';
import type { Effects } from '../../core/effects.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { tokenText } from '../../core/oauth/tokens/accessToken.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { Feature } from '../commands/feature.ts';
import { ReadonlyDocuments } from '../documents/readonlyDocuments.ts';
import { DIAGNOSIS_SCHEME } from '../documents/schemes.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { namedServer } from '../servers/namedServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';
import { plainText } from '../words/plainText.ts';

const { t } = vscode.l10n;

/** What the command needs. */
export interface DiagnosisOptions {
  readonly effects: Effects;
  readonly registry: ServerRegistry;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
  readonly sessions: Pick<Sessions, 'list' | 'token' | 'hasRefreshToken'>;
  readonly host: EditorHost;
  /** What a sign-in to a server would go by. */
  readonly planning: (entry: ServerEntry) => Promise<DiagnosisSubject['planning']>;
  /** Version of the extension. */
  readonly version: string;
}

/** "Diagnose Connection", whose report opens rendered, and "Copy Diagnosis Report". */
export function createDiagnosis(
  options: DiagnosisOptions,
): Feature<'incidentDesk.diagnose' | 'incidentDesk.copyDiagnosis'> {
  const { registry } = options;
  const documents = new ReadonlyDocuments(DIAGNOSIS_SCHEME);
  let latest = '';
  const diagnose = async (server: unknown): Promise<void> => {
    const client =
      namedServer(server, registry) ?? (await chooseServer(registry, t('Diagnose the connection to which server?')));
    const { summary, markdown, text } = await diagnoseServer(client, options);
    latest = text;
    await vscode.commands.executeCommand('setContext', 'incidentDesk.diagnosed', true);
    await documents.preview(t('Connection to {0}', client.entry.name), markdown);
    // Not awaited: it lasts until somebody answers it.
    inBackground(offerCopy(summary, text), 'The offer to copy a report', options.effects.log);
  };
  return {
    commands: { 'incidentDesk.diagnose': diagnose, 'incidentDesk.copyDiagnosis': () => copyReport(latest) },
    dispose: () => documents.dispose(),
  };
}

async function copyReport(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Report copied.'), 3000);
}

async function offerCopy(summary: string, text: string): Promise<void> {
  const button = t('Copy Report');
  if ((await vscode.window.showInformationMessage(summary, button)) === button) await copyReport(text);
}

async function diagnoseServer(client: ServerClient, options: DiagnosisOptions) {
  const title = t('Diagnosing the connection to {0}', plainText(client.entry.name));
  const diagnosis = await withCancellableProgress(title, async (signal) => {
    // Loaded here, since it brings discovery with it.
    const { diagnose } = await import('../../core/diagnosis/diagnose.ts');
    return diagnose(await subjectOf(client, options), options.effects, signal);
  });
  // Loaded here, since all the words of a report come with it.
  const { diagnosisReport } = await import('./diagnosisReport.ts');
  const { diagnosisMarkdown } = await import('./diagnosisMarkdown.ts');
  const { diagnosisText } = await import('./diagnosisText.ts');
  const about = [
    new Date(options.effects.now()).toISOString(),
    `Incident Desk ${options.version}`,
    `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost})`,
    ...networkSettings(),
  ];
  const report = diagnosisReport(diagnosis, about);
  return { summary: report.summary, markdown: diagnosisMarkdown(report), text: diagnosisText(report) };
}

async function subjectOf(client: ServerClient, options: DiagnosisOptions): Promise<DiagnosisSubject> {
  const { sessions, accounts } = options;
  const account = await accounts.current(client.id);
  const session = (await sessions.list()).find(({ id }) => id === account?.id);
  return {
    entry: client.entry,
    place: options.host,
    planning: await options.planning(client.entry),
    ...(session && {
      signedIn: {
        session,
        token: async () => tokenText(await sessions.token(session.id)),
        hasRefreshToken: await sessions.hasRefreshToken(session.id),
      },
    }),
    tryCall: async (signal) => {
      const calling = signal ? { signal } : {};
      const connection = await client.connection(calling);
      const tools = await connection.listTools(calling);
      return { protocol: connection.protocolVersion, tools: tools.length };
    },
  };
}

/** How VS Code is set up to reach the network: a proxy's address may hold a password, so only whether there is one. */
function networkSettings(): readonly string[] {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy', '') === '' ? t('none') : t('set');
  return [
    t('Proxy in the settings (http.proxy): {0}', proxy),
    t('Proxy support (http.proxySupport): {0}', http.get<string>('proxySupport', '')),
    t(
      'Certificates of the system (http.systemCertificates): {0}',
      String(http.get<boolean>('systemCertificates', true)),
    ),
  ];
}
