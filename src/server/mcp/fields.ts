import * as z from 'zod';
import { SEVERITIES, STATUSES } from '../../shared/incident.ts';

/** Fields of an incident as tools take them; lengths in characters. */
export const fields = {
  title: z.string().trim().min(1).max(200).describe('What is wrong, in a line'),
  description: z.string().trim().max(10_000).describe('What is known so far'),
  severity: z.enum(SEVERITIES).describe('How bad it is'),
  status: z.enum(STATUSES).describe('How far it is'),
  service: z.string().trim().max(100).describe('The service that is affected'),
  assignee: z.string().trim().max(200).describe('Who works on it'),
  tags: z.array(z.string().trim().min(1).max(50)).max(20).describe('Words to find it by'),
  idempotencyKey: z.string().min(1).max(200),
  id: z.string().trim().min(1).max(200).describe('Id of the incident, such as INC-1042'),
};
