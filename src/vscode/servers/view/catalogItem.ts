import * as vscode from 'vscode';
import type { ThemedPicture } from '../../../core/mcp/catalog/itemIcons.ts';
import type { ListKind } from '../../../core/mcp/catalog/listState.ts';
import { multilineText } from '../../../core/shownText.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { itemReference } from '../itemReference.ts';
import { itemCommand } from './itemCommand.ts';
import type { ItemNode } from './serverNodes.ts';

const { t } = vscode.l10n;

/** Characters of a description that a tooltip shows. */
const DESCRIPTION_LENGTH = 1000;

const EFFECT_ICONS = { reads: 'eye', writes: 'edit', destroys: 'warning' } as const;

const CONTEXTS: Readonly<Record<ListKind, string>> = {
  tools: 'tool',
  prompts: 'prompt',
  resources: 'resource',
  templates: 'template',
};

/** The row of a tool, prompt, resource or template: what the server wrote is plain text, and its picture is not loaded here. */
export function catalogItem(node: ItemNode, picture: ThemedPicture | undefined): vscode.TreeItem {
  const { title, name, list } = node;
  const description = plainLabel(node.description);
  const item = new vscode.TreeItem(plainLabel(title) || plainLabel(name) || t('(unnamed)'));
  item.description = description;
  item.iconPath = picture
    ? { light: vscode.Uri.parse(picture.light), dark: vscode.Uri.parse(picture.dark) }
    : new vscode.ThemeIcon(iconOf(node));
  item.tooltip = [...factsOf(node), ...withGap(multilineText(node.description, DESCRIPTION_LENGTH))].join('\n');
  item.contextValue = CONTEXTS[list];
  item.command = { ...itemCommand(list), arguments: [itemReference(node)] };
  const effect = node.effect === undefined ? [] : [effectWord(node.effect)];
  item.accessibilityInformation = { label: [plainLabel(title), ...effect, description].filter(Boolean).join(', ') };
  return item;
}

function iconOf({ list, effect, mimeType }: ItemNode): string {
  if (effect) return EFFECT_ICONS[effect];
  if (list === 'prompts') return 'comment';
  if (list === 'templates') return 'symbol-parameter';
  if (/^image\//i.test(mimeType)) return 'file-media';
  if (/[/+]json\b/i.test(mimeType)) return 'json';
  return /markdown/i.test(mimeType) ? 'markdown' : 'file';
}

function effectWord(effect: NonNullable<ItemNode['effect']>): string {
  if (effect === 'reads') return t('only reads');
  return effect === 'destroys' ? t('may change or delete') : t('writes');
}

/** What the row is called, by whom, and what it does, each only once. */
function factsOf(node: ItemNode): readonly string[] {
  const address = 'uri' in node ? node.uri : 'uriTemplate' in node ? node.uriTemplate : '';
  const lines = [
    plainLabel(node.title),
    plainLabel(node.name),
    plainLabel(address),
    plainLabel(node.mimeType),
    node.effect === undefined ? '' : t('The server says: {0}', effectWord(node.effect)),
  ];
  return [...new Set(lines.filter((line) => line !== ''))];
}

function withGap(text: string): readonly string[] {
  return text === '' ? [] : ['', text];
}
