import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { toolForm } from '../../src/core/mcp/toolForm.ts';
import { validateField } from '../../src/core/mcp/validateField.ts';
import { pickInForm } from '../../src/vscode/requests/pickInForm.ts';
import { pickFromOverview } from '../../src/vscode/tools/argumentsOverview.ts';
import { askField } from '../../src/vscode/tools/askField.ts';
import { fieldProblemWords } from '../../src/vscode/tools/fieldProblemWords.ts';
import { fieldPrompt } from '../../src/vscode/tools/fieldPrompt.ts';

const SECRET = 'hunter2';
const LINK = '[Show help](command:workbench.action.quit)';

/** What people see of a list. */
function rowsOf(items: readonly vscode.QuickPickItem[]): string {
  return items.map(({ label, description, detail }) => [label, description, detail].join(' ')).join('\n');
}

describe('The questions for a tool’s arguments', () => {
  const fields = toolForm({
    type: 'object',
    properties: {
      titled: { type: 'string', title: `${LINK} $(flame)` },
      described: { type: 'string', description: `${LINK} $(flame)`, default: LINK },
      matched: { type: 'string', pattern: `^${LINK}$` },
    },
  });

  it('show no link and no icon that a server wrote into titles, descriptions and defaults', () => {
    for (const field of fields) assert.doesNotMatch(fieldPrompt(field), /\]\(|\$\(/, field.name);
  });

  it('show no link that a server wrote into the pattern of a text', () => {
    const matched = fields.find(({ name }) => name === 'matched');
    assert.ok(matched);
    const verdict = validateField(matched, 'x');
    assert.ok('problem' in verdict);
    assert.equal(verdict.problem.code, 'not_matching');
    assert.doesNotMatch(fieldProblemWords(verdict.problem), /\]\(/);
  });

  describe('for what is secret', () => {
    const [secret, plain] = toolForm({
      type: 'object',
      properties: { password: { type: 'string', default: SECRET }, name: { type: 'string' } },
    });
    const answers = new Map([['password', { value: SECRET }]]);
    const { createInputBox, createQuickPick, showQuickPick } = vscode.window;
    afterEach(() => Object.assign(vscode.window, { createInputBox, createQuickPick, showQuickPick }));

    it('have it typed unseen, and show no default of it', async () => {
      assert.ok(secret && plain);
      const inputs: vscode.InputBox[] = [];
      const noted = (): vscode.InputBox => {
        const input = createInputBox();
        inputs.push(input);
        return input;
      };
      Object.assign(vscode.window, { createInputBox: noted });
      for (const field of [secret, plain]) {
        const stop = new AbortController();
        const asking = askField('Tool', field, stop.signal)({ step: 1, totalSteps: 1 }, undefined);
        stop.abort();
        await asking;
      }
      assert.deepEqual(
        inputs.map(({ password }) => password),
        [true, false],
      );
      assert.doesNotMatch(inputs[0]?.prompt ?? '', /hunter2/);
    });

    it('list it masked, set or by its default', async () => {
      assert.ok(secret && plain);
      const lists: string[] = [];
      Object.assign(vscode.window, {
        showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
          lists.push(rowsOf(items));
          return Promise.resolve(undefined);
        },
      });
      for (const given of [answers, new Map<string, never>()]) {
        await assert.rejects(pickFromOverview('Tool', [secret, plain], given), { code: 'cancelled' });
      }
      Object.assign(vscode.window, {
        createQuickPick: () => {
          const input = createQuickPick();
          const dispose = input.dispose.bind(input);
          input.dispose = () => {
            lists.push(rowsOf(input.items));
            dispose();
          };
          return input;
        },
      });
      const form = { server: 'Asker', message: 'Who?', fields: [secret, plain] };
      for (const given of [answers, new Map<string, never>()]) {
        const stop = new AbortController();
        const picking = pickInForm({ ...form, answers: given }, stop.signal);
        stop.abort();
        await picking;
      }
      assert.equal(lists.length, 4);
      for (const list of lists) {
        assert.doesNotMatch(list, /hunter2/);
        assert.match(list, /•••/);
      }
    });
  });
});
