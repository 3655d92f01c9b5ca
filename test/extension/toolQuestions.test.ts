import assert from 'node:assert/strict';
import { toolForm } from '../../src/core/mcp/toolForm.ts';
import { validateField } from '../../src/core/mcp/validateField.ts';
import { fieldProblemWords } from '../../src/vscode/tools/fieldProblemWords.ts';
import { fieldPrompt } from '../../src/vscode/tools/fieldPrompt.ts';

const LINK = '[Show help](command:workbench.action.quit)';

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
});
