/** The one style sheet of the stand-in's pages; it stands inline, allowed by its hash. */
export const STYLE = `
:root { color-scheme: light dark; --page: #eef1f6; --card: #fff; --ink: #16202e; --soft: #56637a; --line: #cfd6e2;
  --accent: #1d4fd7; --hover: #f2f6ff; --notice: #fff4d6; --notice-line: #d9a400; --notice-ink: #5c4300; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #10151d; --card: #1a212c; --ink: #e9eef6; --soft: #a3b0c4;
  --line: #37435a; --accent: #8fb4ff; --hover: #222c3b; --notice: #33290b; --notice-line: #b98d10; --notice-ink: #ffe3a0;
  --bad: #ff9c94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 27rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  overflow: hidden; box-shadow: 0 12px 32px rgb(0 0 0 / .12); }
.notice { margin: 0; padding: .65rem 1.5rem; background: var(--notice); color: var(--notice-ink);
  border-bottom: 1px solid var(--notice-line); font-size: .875rem; font-weight: 600; text-align: center; }
.body { padding: 1.6rem 1.5rem 1.5rem; }
h1 { margin: 0 0 .35rem; font-size: 1.4rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); font-size: .9rem; }
.bad { color: var(--bad); }
form { margin: 0; }
.people { display: grid; gap: .7rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.person { width: 100%; display: flex; align-items: center; gap: .9rem; padding: .8rem .9rem; text-align: left; font: inherit;
  color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.person:hover { background: var(--hover); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.face { flex: none; display: grid; place-items: center; width: 2.6rem; height: 2.6rem; border-radius: 50%;
  background: var(--accent); color: var(--card); font-weight: 700; }
.who { display: block; min-width: 0; overflow-wrap: anywhere; }
.who b, .who small { display: block; }
.who small { color: var(--soft); font-size: .85rem; line-height: 1.4; }
.scopes { margin: 0; padding: .9rem 0 0; border-top: 1px solid var(--line); }
.scopes code { display: inline-block; margin: .15rem .25rem .15rem 0; padding: .05rem .45rem; border: 1px solid var(--line);
  border-radius: 6px; font: .8rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink); }
label { display: block; margin-bottom: .35rem; font-weight: 600; }
input[type=text] { width: 100%; padding: .65rem .8rem; font: 1.3rem/1.3 ui-monospace, Menlo, Consolas, monospace;
  letter-spacing: .15em; text-transform: uppercase; color: inherit; background: transparent; border: 1px solid var(--soft);
  border-radius: 10px; }
.code { font: 700 1.5rem/1.3 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .15em; }
.actions { display: flex; gap: .7rem; margin-top: 1.2rem; }
.main, .other { flex: 1; padding: .65rem 1rem; font: inherit; font-weight: 600; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--card); }
.other { background: transparent; color: var(--ink); border-color: var(--line); }
@media (forced-colors: active) { .person, .main, .other, .face { border: 1px solid; } }
`;
