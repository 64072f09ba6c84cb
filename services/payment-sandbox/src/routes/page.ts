import { type Context, Hono } from 'hono';
import type { Charge } from '../charge.ts';
import type { SandboxDependencies } from '../dependencies.ts';
import { createFormTokens } from '../page/form-token.ts';
import { languageOf } from '../page/language.ts';
import { missingPage, payPage } from '../page/pay-page.ts';
import { contentSecurityPolicy } from '../page/style.ts';
import { chargeId } from '../wire.ts';

/** What the buttons of the page's form say, and what the charge becomes. */
const decisions = { pay: 'succeeded', decline: 'declined' } as const;

/**
 * The charge's own page, where its payer pays or declines: plain HTML, no script. Its address is known only to whom the
 * sale told it. The form carries what only this page says, and a browser must not say that another site sent it.
 */
export function pageRoutes({ charges }: Pick<SandboxDependencies, 'charges'>): Hono {
  const app = new Hono();
  const tokens = createFormTokens();

  async function find(id: string): Promise<Charge | null> {
    if (!chargeId.safeParse(id).success) return null;
    const found = await charges.find(id);
    return found.kind === 'found' ? found.charge : null;
  }

  function show(c: Context, charge: Charge, status: 200 | 403 = 200) {
    const language = languageOf(c.req.header('accept-language'));
    const token = tokens.tokenOf(charge.id);
    secure(c, charge.content?.returnUrl ?? null);
    return c.html(payPage({ charge, language, token, nowMs: Date.now(), isStale: status === 403 }), status);
  }

  function missing(c: Context) {
    secure(c, null);
    return c.html(missingPage(languageOf(c.req.header('accept-language'))), 404);
  }

  app.get('/pay/:id', async (c) => {
    const charge = await find(c.req.param('id'));
    return charge === null ? missing(c) : show(c, charge);
  });

  app.post('/pay/:id', async (c) => {
    const charge = await find(c.req.param('id'));
    if (charge === null) return missing(c);
    const form = new URLSearchParams(await c.req.text());
    const decision = form.get('decision');
    const isOurs = isOwnForm(c) && tokens.isGenuine(charge.id, form.get('token') ?? '');
    if (!isOurs || (decision !== 'pay' && decision !== 'decline')) return show(c, charge, 403);
    const booked = await charges.decide(charge.id, decisions[decision]);
    const decided = booked.kind === 'found' ? booked.charge : charge;
    const returnUrl = decided.content?.returnUrl ?? null;
    // Whose word came too late reads here how the charge ended; so does who has nowhere to go back to.
    const isAsDecided = decided.status.state === decisions[decision];
    secure(c, returnUrl);
    return c.redirect(isAsDecided && returnUrl !== null ? returnUrl : charge.id, 303);
  });

  return app;
}

/** A browser says which site a request comes from; the page's own forms come from its own. */
function isOwnForm(c: Context): boolean {
  const from = c.req.header('sec-fetch-site');
  return from === undefined || from === 'same-origin' || from === 'none';
}

function secure(c: Context, returnUrl: string | null): void {
  c.header('content-security-policy', contentSecurityPolicy(returnUrl));
  c.header('cache-control', 'no-store');
  c.header('vary', 'accept-language');
  c.header('x-content-type-options', 'nosniff');
  // The page's address is as good as the right to decide, and nobody else's business.
  c.header('referrer-policy', 'no-referrer');
}
