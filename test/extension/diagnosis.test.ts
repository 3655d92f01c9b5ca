import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fact, finding, step } from '../../src/core/diagnosis/diagnosis.ts';
import type { Diagnosis } from '../../src/core/diagnosis/diagnosis.ts';
import { AppError } from '../../src/core/errors.ts';
import { diagnosisMarkdown, diagnosisSummary } from '../../src/vscode/diagnosis/diagnosisMarkdown.ts';

const server = { name: 'Production', url: 'https://incidents.example.com/mcp' };
const good: Diagnosis = { server, steps: [step('server', { facts: [fact('address', server.url)] })] };
const broken: Diagnosis = {
  server,
  steps: [
    step('server'),
    step('client', { findings: [finding(true, 'nothing_registered')] }),
    step('call', { error: new AppError('unauthorized', { server: 'Production' }) }),
  ],
};

describe('The report of a diagnosis', () => {
  it('says in one sentence how things stand', () => {
    assert.equal(diagnosisSummary(good), 'Everything works.');
    assert.match(diagnosisSummary(broken), /^2 steps have to be mended/);
    const signedOut = { server, steps: [step('token', { findings: [finding(true, 'not_signed_in')] })] };
    assert.match(diagnosisSummary(signedOut), /Sign in, then diagnose again/);
  });

  it('numbers its steps, and says in words and by a sign how each went', () => {
    const report = diagnosisMarkdown(broken, ['VS Code']);
    assert.match(report, /## 1\\. Reach the server — ✓ good/);
    assert.match(report, /## 2\\. The issuer knows the application — ✗ to be mended/);
    assert.match(report, /Copy Redirect URIs for Okta/);
    assert.match(report, /\*\*Production does not accept your sign\\-in/);
  });

  it('keeps what servers wrote from being anything but text', async () => {
    const evil = '`](command:workbench.action.quit) <img src="https://evil.example/x"> [a](https://evil.example)';
    const report = diagnosisMarkdown(
      {
        server: { name: `# ${evil}`, url: server.url },
        steps: [
          step('resource', {
            facts: [fact('issuers', [evil, evil]), fact('resource', `\n# ${evil}`)],
            findings: [finding(true, 'scope_unknown', { error: evil, description: evil })],
            error: new AppError('token_request_failed', { issuer: evil, error: evil, description: evil }),
          }),
        ],
      },
      [],
    );
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', report);
    assert.doesNotMatch(html, /<(?:a|img|script|iframe)\b/);
  });
});
