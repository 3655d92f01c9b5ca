/** The style of the pages that a person's browser comes back to, light or dark as the person has it. */
export const PAGE_STYLE = `
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
