import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { STYLE } from './style.ts';

/** A whole page of the stand-in around `body`, which is HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Local stand-in for Okta</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="notice" role="note">Local stand-in for Okta — not a real Okta</p>
<div class="body">
${body}
</div>
</main>
</body>
</html>
`;
}
