import type { Person } from '../people.ts';
import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { page } from './page.ts';

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');
}

function personButton(person: Person): string {
  return `<li><button class="person" name="person" value="${escapeHtml(person.key)}">
<span class="face" aria-hidden="true">${escapeHtml(initials(person.name))}</span>
<span class="who"><b>${escapeHtml(person.name)}</b><small>${escapeHtml(person.login)}</small><small>${escapeHtml(person.about)}</small></span>
</button></li>`;
}

/** The login page: one button a person. */
export function loginPage(options: {
  readonly action: string;
  readonly clientName: string;
  readonly people: readonly Person[];
  readonly scopes: readonly string[];
  readonly problem?: string;
}): string {
  const scopes = options.scopes.map((scope) => `<code>${escapeHtml(scope)}</code>`).join('');
  const problem = options.problem === undefined ? '' : `<p class="bad" role="alert">${escapeHtml(options.problem)}</p>`;
  return page(
    'Sign in',
    `<h1>Sign in to ${escapeHtml(options.clientName)}</h1>
<p class="soft">Choose who you are. There are no passwords here: this page runs on your own machine and knows only made-up people.</p>
${problem}
<form method="post" action="${escapeHtml(options.action)}">
<ul class="people">
${options.people.map(personButton).join('\n')}
</ul>
</form>
<p class="soft scopes">${escapeHtml(options.clientName)} asks for ${scopes}</p>`,
  );
}
