import fc from 'fast-check';

/** Pieces of Markdown, HTML and addresses by which a text could try to become more than text. */
const PIECES = [
  ...[
    '*',
    '**',
    '_',
    '~~',
    '`',
    '```\n',
    '~~~js\n',
    '# ',
    '#### ',
    '> ',
    '- ',
    '1. ',
    '- [ ] ',
    '- [x] ',
    '| a | b |\n',
  ],
  ...[
    '|---|:-:|\n',
    '---\n',
    '***\n',
    '\n',
    '\n\n',
    '    ',
    '\t',
    '\\',
    '&lt;',
    '&#60;',
    '&amp;#x3c;',
    '[^1]',
    '[^1]: ',
  ],
  ...[
    '[go](command:evil)',
    '[go](javascript:alert(1))',
    '[go](https://a.example "t")',
    '[go]: https://a.example\n',
    '[go]',
  ],
  ...[
    '![x](https://a.example/x.png)',
    '![](data:text/html,x)',
    '<https://a.example>',
    'https://user@a.example/',
    'www.a.example',
  ],
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<iframe>', '<a href="command:x">', '<!--', '-->'],
  ...[
    '<style>*{}</style>',
    '<![CDATA[',
    '</div>',
    '<svg/onload=1>',
    'vscode://x',
    'file:///etc/passwd',
    '$(flame)',
    '{{x}}',
  ],
];

/** Texts put together from such pieces and from anything else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 })
  .map((pieces) => pieces.join(''));
