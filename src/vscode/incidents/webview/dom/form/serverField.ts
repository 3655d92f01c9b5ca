import type { FormModel } from '../../../create/formModel.ts';
import { element } from '../element.ts';

/** The choice of a server; none where there is only one. */
export function serverField(
  { servers, serverId, serverLabel, sending }: FormModel,
  chosen: (id: string) => void,
): HTMLElement[] {
  if (servers.length < 2) return [];
  const options = servers.map(({ value, label }) => element('option', { value }, label));
  const select = element('select', { id: 'field-server', name: 'server', disabled: sending }, ...options);
  select.value = serverId;
  select.addEventListener('change', () => chosen(select.value));
  return [element('div', { class: 'field server' }, element('label', { for: select.id }, serverLabel), select)];
}
