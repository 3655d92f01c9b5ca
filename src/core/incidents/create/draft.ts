import * as z from 'zod/mini';
import type { NewIncident } from '../incidentSource.ts';

/** What was typed into the form. Tags are one text, separated by commas. */
export const draftSchema = z.object({
  title: z.string(),
  severity: z.string(),
  service: z.string(),
  description: z.string(),
  tags: z.string(),
});
/** A parsed {@link draftSchema}. */
export type Draft = z.infer<typeof draftSchema>;

/** The form before anything was typed. An empty severity is the one that the server prefers. */
export const EMPTY_DRAFT: Draft = { title: '', severity: '', service: '', description: '', tags: '' };

/** The tags in a text, told apart by commas, each once. */
export function tagsIn(text: string): readonly string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** The incident that a draft describes. */
export function incidentOf(draft: Draft): NewIncident {
  return {
    title: draft.title.trim(),
    severity: draft.severity,
    service: draft.service.trim(),
    description: draft.description.trim(),
    tags: tagsIn(draft.tags),
  };
}

/** Whether nothing was typed; a severity alone is nothing. */
export function isEmpty({ title, service, description, tags }: Draft): boolean {
  return [title, service, description, tags].every((text) => text.trim() === '');
}
