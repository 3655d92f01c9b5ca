import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { escapeHtml } from '../../../shared/escapeHtml.ts';

/** Light or dark as the person has it. */
const STYLE = `
:root { color-scheme: light dark; --ground: #f3f5f9; --card: #fff; --text: #18202f; --soft: #56607a; --line: #d9dee9; --accent: #1b4dd0; --onAccent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #11151d; --card: #1b212d; --text: #e8ecf4; --soft: #a3adc2; --line: #323b4d; --accent: #8fb0ff; --onAccent: #0d1526; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.brand { margin: 0 0 .5rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
dl { margin: 1.25rem 0; border-top: 1px solid var(--line); }
dl div { padding: .75rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: .125rem 0 0; font-weight: 600; overflow-wrap: anywhere; }
dd small { display: block; color: var(--soft); font-size: .875rem; font-weight: 400; }
li small { display: inline; margin-left: .375rem; }
ul { margin: .125rem 0 0; padding: 0; list-style: none; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 0; }
button { flex: 1 1 10rem; padding: .75rem 1rem; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--onAccent); font: inherit; font-weight: 600; cursor: pointer; }
button.plain { border-color: var(--soft); background: transparent; color: var(--text); }
button:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
.note { margin: 1.25rem 0 0; color: var(--soft); font-size: .875rem; }
`;

/**
 * No scripts, nothing from elsewhere, no frames. `form-action` is left out on purpose: Chromium applies it to every
 * redirect that follows a form, and those here lead to Okta and on to the client's own address. `same-origin` lets the
 * form say where it comes from, and nobody else.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** Answers with a page of the proxy; `title` is text, `body` HTML. */
export function sendProxyPage(
  response: ServerResponse,
  status: number,
  { title, body }: { readonly title: string; readonly body: string },
): void {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} – Incident Desk</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">Incident Desk</p>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  response.writeHead(status, { ...HEADERS, 'Content-Length': Buffer.byteLength(html) });
  response.end(html);
}
