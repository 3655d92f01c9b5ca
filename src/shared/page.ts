import { createHash } from 'node:crypto';
import { escapeHtml } from './escapeHtml.ts';

/** Light or dark as the person has it. */
const STYLE = `
:root { --ground: #f3f5f9; --card: #fff; --text: #18202f; --soft: #56607a; --line: #d9dee9; --accent: #1b4dd0; --onAccent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #11151d; --card: #1b212d; --text: #e8ecf4; --soft: #a3adc2; --line: #323b4d; --accent: #8fb0ff; --onAccent: #0d1526; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
.brand { margin: 0 0 .5rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
.place { overflow-wrap: anywhere; }
.code { margin: 1.25rem 0; padding: .75rem; border: 1px solid var(--line); border-radius: 8px; text-align: center; font: 600 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .2em; }
.button { display: block; padding: .75rem 1rem; border-radius: 8px; background: var(--accent); color: var(--onAccent); font-weight: 600; text-align: center; text-decoration: none; overflow-wrap: anywhere; }
.button:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
.note { margin-bottom: 0; color: var(--soft); font-size: .875rem; }
`;

/** The content security policy of {@link page}: its own style, and nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every {@link page}: it stands alone, and its address, which may hold a code, goes nowhere. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
};

/** A page that a person's browser comes back to in a sign-in; `title` is text, `body` HTML. */
export function page({ lang, title, body }: { lang: string; title: string; body: string }): string {
  return `<!doctype html>
<html lang="${escapeHtml(lang)}">
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
}
