import { createHash } from 'node:crypto';

/** The page's only style. */
export const style = `
:root { color-scheme: light dark; --line: #8a8a93; --paper: #fff; --ink: #17171c; --accent: #0b5fb0; }
@media (prefers-color-scheme: dark) { :root { --paper: #10151b; --ink: #ececf1; --accent: #7fbcff; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; max-width: 30rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; }
dl { border-block: 1px solid var(--line); padding-block: 1rem; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
form { display: grid; gap: 0.75rem; }
button, a { box-sizing: border-box; min-height: 2.75rem; border-radius: 0.5rem; font: inherit; }
button { border: 2px solid var(--accent); padding: 0.5rem 1rem; background: transparent; color: inherit; cursor: pointer; }
button[value="pay"] { background: var(--accent); color: var(--paper); font-weight: 600; }
a { display: inline-flex; align-items: center; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Nothing but this style, and no frame around the page. Browsers hold the address that a form's answer leads on to
 * against `form-action` too, hence the payer's way back is named.
 */
export function contentSecurityPolicy(returnUrl: string | null): string {
  const back = returnUrl === null || returnUrl.startsWith('/') ? '' : ` ${new URL(returnUrl).origin}`;
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self'${back}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
