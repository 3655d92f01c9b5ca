import * as vscode from 'vscode';
import type { MarkdownWords } from '../../core/mcp/renderMarkdown.ts';

const { t } = vscode.l10n;

/** The words that results and prompts are written down with, in the editor's language. */
export function markdownWords(): MarkdownWords {
  return {
    failed: t('The tool failed'),
    structured: t('Structured data'),
    image: t('Image'),
    audio: t('Audio'),
    resource: t('Resource'),
    link: t('Link'),
    empty: t('The answer is empty.'),
    user: t('User'),
    assistant: t('Assistant'),
    size: (bytes) => {
      const format = new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 });
      return bytes < 1000 ? t('{0} bytes', format.format(bytes)) : t('{0} KB', format.format(bytes / 1000));
    },
  };
}
