import assert from 'node:assert/strict';
import { plainText } from '../../../../src/vscode/words/plainText.ts';

/** What VS Code's notifications take for a link (`parseLinkedText` in its sources). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('A text from a server in a message', () => {
  const links = [
    '[free coffee](command:workbench.action.quit)',
    '[[free](x) coffee](command:workbench.action.quit)',
    '[free\u200b coffee]\u200b(command:workbench.action.quit)',
    '[free coffee](https://evil.example "title")',
    '[a](b[c](command:x)(command:y))',
    '[free [very] coffee](command:x)',
  ];
  for (const link of links) {
    it(`runs no link: ${JSON.stringify(link)}`, () => {
      assert.doesNotMatch(plainText(link), LINK);
    });
  }

  it('keeps the words of a link', () => {
    assert.equal(plainText('Take [this](https://evil.example) now'), 'Take this now');
  });

  it('is one line without control, bidirectional and invisible characters', () => {
    assert.equal(
      plainText('a\u0000b\r\n\tc \u202egnp.exe\u202c \u2066d\u2069\u200b\ufeff\u2028e'),
      'a b c gnp.exe d e',
    );
  });

  it('is cut where it is too long to read', () => {
    const text = plainText('x'.repeat(10_000));
    assert.equal(text.length, 400);
    assert.ok(text.endsWith('…'));
  });

  it('is left alone where it is plain', () => {
    assert.equal(plainText('Policy [42] (see wiki) says no – ça va.'), 'Policy [42] (see wiki) says no – ça va.');
  });
});
