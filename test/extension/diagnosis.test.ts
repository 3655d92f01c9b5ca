import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fact, finding, step } from '../../src/core/diagnosis/diagnosis.ts';
import type { Diagnosis } from '../../src/core/diagnosis/diagnosis.ts';
import { AppError } from '../../src/core/errors.ts';
import { diagnosisMarkdown } from '../../src/vscode/diagnosis/diagnosisMarkdown.ts';
import { diagnosisReport } from '../../src/vscode/diagnosis/diagnosisReport.ts';
import { diagnosisSummary } from '../../src/vscode/diagnosis/diagnosisSummary.ts';
import { diagnosisText } from '../../src/vscode/diagnosis/diagnosisText.ts';
import { findingWords } from '../../src/vscode/diagnosis/findingWords.ts';

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

const evil = '`](command:workbench.action.quit) <img src="https://evil.example/x"> [a](https://evil.example)';

function hostileReport() {
  const hostile = step('resource', {
    facts: [fact('issuers', [evil, evil]), fact('resource', `\n# ${evil}`)],
    findings: [finding(true, 'scope_unknown', { error: evil, description: evil })],
    error: new AppError('token_request_failed', { issuer: evil, error: evil, description: evil }),
  });
  return diagnosisReport({ server: { name: `# ${evil}`, url: server.url }, steps: [hostile] }, []);
}

describe('The report of a diagnosis', () => {
  it('says in one sentence how things stand', () => {
    assert.equal(diagnosisSummary(good), 'Everything works.');
    assert.equal(
      diagnosisSummary(broken),
      '2 steps have to be mended; begin with step 2, "The issuer knows the application".',
    );
    const one = { server, steps: [step('server'), step('client', { findings: [finding(true, 'client_missing')] })] };
    assert.equal(diagnosisSummary(one), 'One step has to be mended: step 2, "The issuer knows the application".');
    const warned = {
      server,
      steps: [
        step('server'),
        step('redirects', { findings: [finding(true, 'redirect_missing')] }),
        step('token', { findings: [finding(true, 'token_opaque')] }),
      ],
    };
    assert.equal(
      diagnosisSummary(warned),
      'Everything works. Worth knowing: step 2, "The way back is registered"; step 3, "The token".',
    );
    const signedOut = { server, steps: [step('token', { findings: [finding(true, 'not_signed_in')] })] };
    assert.match(diagnosisSummary(signedOut), /Sign in, then diagnose again/);
  });

  it('numbers its steps, and says in words and by a sign how each went', () => {
    const report = diagnosisMarkdown(diagnosisReport(broken, ['VS Code']));
    assert.match(report, /## 1\\. Reach the server — ✓ good/);
    assert.match(report, /## 2\\. The issuer knows the application — ✗ to be mended/);
    assert.match(report, /Copy Redirect URIs for Okta/);
    assert.match(report, /\*\*Production does not accept your sign-in/);
  });

  it('begins with what has to be mended, apart from the rest', () => {
    const parts = (text: string) => text.match(/^(?:## )?\d\\?\. .*|^---$/gmu);
    assert.deepEqual(parts(diagnosisText(diagnosisReport(broken, []))), [
      '2. The issuer knows the application — ✗ to be mended',
      '3. A trial call — ✗ to be mended',
      '1. Reach the server — ✓ good',
    ]);
    assert.deepEqual(parts(diagnosisMarkdown(diagnosisReport(broken, []))), [
      '## 2\\. The issuer knows the application — ✗ to be mended',
      '## 3\\. A trial call — ✗ to be mended',
      '---',
      '## 1\\. Reach the server — ✓ good',
      '---',
    ]);
  });

  it('sends nobody who reads it to itself', () => {
    const error = new AppError('unauthorized', { server: 'Production' });
    const refused = finding(true, 'token_refused', { issuer: 'i', audience: 'a' });
    const report = diagnosisText(
      diagnosisReport({ server, steps: [step('call', { error, findings: [refused] })] }, []),
    );
    assert.match(report, /to be mended\nThe server refuses a token that is fresh/);
    assert.doesNotMatch(report, /Diagnose Connection/);
  });

  it('says where in Okta the audience is set', () => {
    const where = /Security > API > Authorization Servers > your server > Settings > Audience/;
    assert.match(findingWords({ code: 'token_refused', args: { issuer: 'i', audience: 'a' } }), where);
    assert.match(findingWords({ code: 'audience_other', args: { audience: 'a', resource: 'r' } }), where);
  });

  it('keeps what servers wrote from being anything but text', async () => {
    const report = diagnosisMarkdown(hostileReport());
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', report);
    assert.doesNotMatch(html, /<(?:a|img|script|iframe)\b/);
  });

  it('is copied as text that reads the same wherever it is pasted', () => {
    const redirects = ['http://127.0.0.1:33419/callback', 'http://127.0.0.1:33420/callback'];
    const facts = [fact('clientId', '0oa_1-x'), fact('registered', redirects)];
    const steps = [...good.steps, step('client', { facts, findings: [finding(true, 'client_missing')] })];
    const [title, summary, , ...lines] = diagnosisText(diagnosisReport({ server, steps }, ['VS Code 1.106'])).split(
      '\n',
    );
    assert.equal(title, 'Connection to Production');
    assert.match(summary ?? '', /^One step has to be mended: /);
    assert.deepEqual(lines.toSpliced(1, 1), [
      '2. The issuer knows the application — ✗ to be mended',
      '- Client ID: 0oa_1-x',
      '- Registered:',
      ...redirects.map((uri) => `  - ${uri}`),
      '',
      '1. Reach the server — ✓ good',
      '- Address: https://incidents.example.com/mcp',
      '',
      'VS Code 1.106',
      'This report holds no token and no secret.',
      '',
    ]);
    assert.doesNotMatch(lines.join('\n'), /[\\*`]/);
  });

  it('keeps a server from writing a link or a line of its own into the copied text', () => {
    const text = diagnosisText(hostileReport());
    assert.doesNotMatch(text, /\]\(|^#/mu);
    assert.equal(text.split('\n').length, 13);
  });
});
