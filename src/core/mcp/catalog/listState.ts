import type { AppError } from '../../errors.ts';
import type {
  PromptDescription,
  ResourceDescription,
  ResourceTemplateDescription,
  ServerOffers,
  ToolDescription,
} from '../descriptions.ts';

/** A list as it is known now. While it is loaded anew, and where that failed, `items` are those known before. */
export interface ListState<T> {
  readonly phase: 'unknown' | 'loading' | 'ready' | 'failed';
  readonly items: readonly T[];
  /** Why the last loading failed. */
  readonly error?: AppError;
}

/** All lists of a server. */
export interface CatalogLists {
  readonly tools: ListState<ToolDescription>;
  readonly prompts: ListState<PromptDescription>;
  readonly resources: ListState<ResourceDescription>;
  readonly templates: ListState<ResourceTemplateDescription>;
}

/** One of the lists of a server. */
export type ListKind = keyof CatalogLists;

/** What a server said of itself when it was last connected to. */
export interface ServerAbout {
  readonly serverName: string;
  readonly protocolVersion: string;
  readonly instructions: string;
  readonly offers: ServerOffers;
}
