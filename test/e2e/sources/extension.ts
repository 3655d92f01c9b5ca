import * as vscode from 'vscode';

/** What the terminal shows, as a deployment that fails would. */
const OUTPUT = ['$ deploy --token s3cr3ts3cr3t --to eu-west', '> Authorization: Bearer abc.def-0123456789', 'HTTP 502'];

/** An extension of the tests: a terminal without a process, a test that fails, and a problem in `src/pay.ts`. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) return;
  const file = vscode.Uri.joinPath(folder.uri, 'src', 'pay.ts');
  const problems = vscode.languages.createDiagnosticCollection('incident-desk-test');
  const problem = new vscode.Diagnostic(new vscode.Range(1, 2, 1, 7), 'Expected an error object to be thrown.');
  problem.source = 'eslint';
  problem.code = { value: 'only-throw-error', target: vscode.Uri.parse('https://example.com/rule') };
  problems.set(file, [problem]);
  const controller = vscode.tests.createTestController('incidentDeskTest', 'Test Sources');
  const suite = controller.createTestItem('suite', 'paying', file);
  const test = controller.createTestItem('case', 'takes cards', file);
  test.range = new vscode.Range(1, 0, 1, 20);
  controller.items.add(suite);
  suite.children.add(test);
  const run = (request: vscode.TestRunRequest): void => {
    const running = controller.createTestRun(request);
    running.started(test);
    const message = new vscode.TestMessage('The sum is 4, and should be 5.');
    message.location = new vscode.Location(file, test.range ?? new vscode.Range(0, 0, 0, 0));
    running.failed(test, [message, new vscode.TestMessage('The card is still charged.')]);
    running.end();
  };
  controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, run, true);
  context.subscriptions.push(
    problems,
    controller,
    vscode.commands.registerCommand('incidentDeskTest.failTest', () => run(new vscode.TestRunRequest([test]))),
    vscode.commands.registerCommand('incidentDeskTest.openTerminal', openTerminal),
  );
}

function openTerminal(): void {
  const written = new vscode.EventEmitter<string>();
  const pty = { onDidWrite: written.event, open: () => written.fire(`${OUTPUT.join('\r\n')}\r\n`), close() {} };
  vscode.window.createTerminal({ name: 'deploy', pty }).show();
}
