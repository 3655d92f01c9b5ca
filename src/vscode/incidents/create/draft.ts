import type { NewIncident } from '../../../core/incidents/incidentSource.ts';
import type { Draft } from './formModel.ts';

/** The form before anything was typed. */
export const EMPTY_DRAFT: Draft = { title: '', severity: 'medium', service: '', description: '', tags: '' };

/** The incident that a draft describes; tags are told apart by commas, each once. */
export function incidentOf(draft: Draft): NewIncident {
  const tags = draft.tags.split(',').map((tag) => tag.trim());
  return {
    title: draft.title.trim(),
    severity: draft.severity,
    service: draft.service.trim(),
    description: draft.description.trim(),
    tags: [...new Set(tags)].filter((tag) => tag !== ''),
  };
}

/** Whether a draft can be sent: it has a title. */
export function isComplete(draft: Draft): boolean {
  return draft.title.trim() !== '';
}
