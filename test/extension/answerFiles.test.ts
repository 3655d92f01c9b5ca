import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AnswerFiles } from '../../src/vscode/documents/answers/answerFiles.ts';
import { PROMPT_SCHEME } from '../../src/vscode/documents/schemes.ts';
import { registerLazyFiles } from '../../src/vscode/start/lazyFiles.ts';
import { shown } from './world/shownDocuments.ts';

function answerFiles(scheme: string): AnswerFiles<string> {
  const write = (markdown: string) => ({ markdown, attachments: [], isCut: false });
  return new AnswerFiles(scheme, () => Date.now(), { write, gone: 'Gone' });
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
