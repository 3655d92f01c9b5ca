import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccountChange } from '../../src/vscode/auth/accounts/signedInAccounts.ts';
import { AnswerFiles } from '../../src/vscode/documents/answers/answerFiles.ts';
import { PROMPT_SCHEME } from '../../src/vscode/documents/schemes.ts';
import { registerLazyFiles } from '../../src/vscode/start/lazyFiles.ts';
import { shown } from './world/shownDocuments.ts';

const NOON = new Date(2026, 0, 1, 12).getTime();

/** Answers whose text is their document and their one part. */
function answerFiles(scheme: string, changes?: vscode.Event<readonly AccountChange[]>): AnswerFiles<string> {
  const part = (text: string) => ({
    line: 0,
    attachment: { kind: 'text' as const, fileName: '1-main.md', bytes: () => Buffer.from(`part of ${text}`) },
  });
  const write = (markdown: string) => ({ markdown, attachments: [part(markdown)], isCut: false });
  const accounts = { onDidChange: changes ?? new vscode.EventEmitter<never>().event };
  return new AnswerFiles({ scheme, now: () => NOON, kind: { write, gone: 'Gone' }, accounts });
}

function text(files: AnswerFiles<string>, uri: vscode.Uri): string {
  return Buffer.from(files.read(uri)).toString();
}

describe('Documents of answers', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are read-only Markdown, titled', async () => {
    const scheme = 'incident-desk-test-answers';
    const files = answerFiles(scheme);
    const registered = registerLazyFiles(scheme, async () => files, true);
    try {
      await files.open('List/Incidents', 'id', '# one');
      const first = shown(scheme);
      await files.open('List/Incidents', 'id', '# two');
      const second = shown(scheme);
      assert.equal(first.getText(), '# one');
      assert.equal(second.getText(), '# two');
      assert.equal(second.languageId, 'markdown');
      assert.match(second.uri.path, /\/List_Incidents\.md$/);
      assert.equal(second.isDirty, false);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      registered.dispose();
      files.dispose();
    }
  });

  it('never share their path with a part or with another answer of the same second', async () => {
    const scheme = 'incident-desk-test-paths';
    const files = answerFiles(scheme);
    const registered = registerLazyFiles(scheme, async () => files, true);
    try {
      const paths = new Set<string>();
      for (let number = 1; number <= 20; number += 1) {
        await files.open('1-main', 'id', `answer ${String(number)}`);
        const { uri } = shown(scheme);
        const part = files.get(uri)?.attachments[0]?.uri;
        assert.ok(part);
        assert.equal(text(files, uri), `answer ${String(number)}`);
        assert.equal(text(files, part), `part of answer ${String(number)}`);
        for (const { path } of [uri, part]) paths.add(path);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
      assert.equal(paths.size, 40);
    } finally {
      registered.dispose();
      files.dispose();
    }
  });

  it('are dropped with the account that they were for, but for those that are open', async () => {
    const scheme = 'incident-desk-test-left';
    const changes = new vscode.EventEmitter<readonly AccountChange[]>();
    const files = answerFiles(scheme, changes.event);
    const registered = registerLazyFiles(scheme, async () => files, true);
    try {
      const opened = async (serverId: string): Promise<vscode.Uri> => {
        await files.open('Answer', serverId, `of ${serverId}`);
        return shown(scheme).uri;
      };
      const closed = [await opened('a'), await opened('b')];
      const parts = closed.map((uri) => files.get(uri)?.attachments[0]?.uri ?? assert.fail());
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const open = await opened('a');
      const texts = () => [...closed, ...parts, open].map((uri) => text(files, uri));
      const before = ['of a', 'of b', 'part of of a', 'part of of b', 'of a'];
      changes.fire([{ serverId: 'a', sameAccount: true }]);
      assert.deepEqual(texts(), before);
      const told: string[] = [];
      files.onDidChange((uris) => void told.push(...uris.map(String)));
      changes.fire([{ serverId: 'a', sameAccount: false }]);
      assert.deepEqual(texts(), ['Gone\n', 'of b', 'Gone\n', 'part of of b', 'of a']);
      assert.deepEqual(told, [String(closed[0]), String(parts[0])]);
      assert.equal(files.get(closed[0] ?? assert.fail()), undefined);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const one of [registered, files, changes]) one.dispose();
    }
  });

  it('share one column', async () => {
    const files = answerFiles(PROMPT_SCHEME);
    await files.open('List Incidents', 'id', '# one');
    await files.open('List Incidents', 'id', '# two');
    const columns = vscode.window.tabGroups.all.filter(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === PROMPT_SCHEME),
    );
    files.dispose();
    assert.equal(columns.length, 1);
  });
});
