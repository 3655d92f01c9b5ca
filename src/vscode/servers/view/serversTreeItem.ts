import type * as vscode from 'vscode';
import type { ThemedPicture } from '../../../core/mcp/catalog/itemIcons.ts';
import { catalogItem } from './catalogItem.ts';
import { groupItem } from './groupItem.ts';
import { noticeItem, settingsItem } from './noticeItem.ts';
import { serverItem } from './serverItem.ts';
import type { ItemNode, ServersNode } from './serverNodes.ts';

/** The row of a node, in words and icons. All texts are plain: nothing that a server wrote is read as markup. */
export function serversTreeItem(
  node: ServersNode,
  pictureOf: (item: ItemNode) => ThemedPicture | undefined,
): vscode.TreeItem {
  const item = itemOf(node, pictureOf);
  item.id = node.id;
  return item;
}

function itemOf(node: ServersNode, pictureOf: (item: ItemNode) => ThemedPicture | undefined): vscode.TreeItem {
  switch (node.kind) {
    case 'server':
      return serverItem(node);
    case 'group':
      return groupItem(node);
    case 'item':
      return catalogItem(node, pictureOf(node));
    case 'notice':
      return noticeItem(node);
    case 'settings':
      return settingsItem(node);
  }
}
