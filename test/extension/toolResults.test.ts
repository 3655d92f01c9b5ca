import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lensesOf, shown } from './world/shownDocuments.ts';
import { SCHEMES, startToolDesk, type ToolDesk } from './world/toolDesk.ts';

describe('What tools answer', () => {
  let desk: ToolDesk;
  const call = (tool: string) =>
    Promise.resolve(desk.tools.commands['incidentDesk.callTool']({ serverId: desk.serverId, tool }));

  before(async () => {
    desk = await startToolDesk();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => desk.close());

  it('is a document that cannot be changed, with what opens by itself', async () => {
    await call('gather');
    const document = shown(SCHEMES.ofResults);
    assert.match(document.getText(), /This does not fit what the tool says that it answers/);
    const lenses = await lensesOf(document);
    const titles = lenses.map(({ title }) => title.replace(/^\$\([\w-]+\) /, ''));
    assert.deepEqual(titles, [
      ...['Open Image', 'Save…', 'Play', 'Save…', 'Open as a Document', 'Save…', 'Save…', 'Open Resource'],
    ]);
    assert.deepEqual(lenses.at(-1)?.arguments, [{ serverId: desk.serverId, uri: 'incidents://INC-1' }]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'x');
    await vscode.workspace.applyEdit(edit);
    assert.ok(!document.getText().startsWith('x') || !(await document.save()));
    const opened = async (index: number): Promise<unknown> => {
      const { command, arguments: given } = lenses[index] ?? assert.fail();
      const args: readonly unknown[] = given ?? [];
      await vscode.commands.executeCommand(command, ...args);
      return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    };
    const picture: unknown = lenses[0]?.arguments?.[0];
    assert.ok(picture instanceof vscode.Uri);
    // As the editor's image viewer asks for it.
    const bytes = await vscode.workspace.fs.readFile(picture.with({ query: 'version=1' }));
    assert.deepEqual(
      [...bytes.slice(1, 4)].map((code) => String.fromCharCode(code)),
      ['P', 'N', 'G'],
    );
    const image = await opened(0);
    assert.ok(image instanceof vscode.TabInputCustom, 'an image');
    assert.match(image.viewType, /image/i);
    const sound = await opened(2);
    assert.ok(sound instanceof vscode.TabInputCustom, 'a sound');
    assert.match(sound.viewType, /audio/i);
    await opened(4);
    assert.equal(shown(SCHEMES.ofResults).languageId, 'python');
  });

  it('stays usable at length, and can be saved as a whole', async () => {
    await call('flood');
    const document = shown(SCHEMES.ofResults);
    assert.ok(document.getText().length < 500_000);
    assert.match(document.getText(), /> Only the first 400,000 of 4,200,000 characters are shown/);
    const [whole] = await lensesOf(document);
    assert.equal(whole?.title, '$(save) Save Whole Result…');
  });

  it('is not kept over a reload of the window, which the document says', async () => {
    await call('gather');
    const { uri } = shown(SCHEMES.ofResults);
    await desk.reload();
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), /not kept any more/);
  });
});
