import { html, raw } from 'hono/html';
import { type Charge, isOver, waitsForPayer } from '../charge.ts';
import { moneyText, timeText } from './amounts.ts';
import type { Language } from './language.ts';
import { style } from './style.ts';
import { type Words, words } from './words.ts';

type Markup = ReturnType<typeof html>;

export interface PayPage {
  readonly charge: Charge;
  readonly language: Language;
  /** What the form carries. */
  readonly token: string;
  readonly nowMs: number;
  /** Whether a form was sent that this page did not make. */
  readonly isStale?: boolean;
}

/** The page of a charge: what is to be paid and the choice, or how it ended. */
export function payPage({ charge, language, token, nowMs, isStale = false }: PayPage): Markup {
  const say = words[language];
  const isOpen = waitsForPayer(charge) && !isOver(charge, nowMs);
  const ended = isOpen ? null : endWords(charge, say, nowMs);
  return frame(
    language,
    say.title,
    html`<h1>${say.title}</h1>
      ${isStale && isOpen ? html`<p role="alert">${say.stale}</p>` : ''}
      ${ended === null ? '' : html`<p role="status"><strong>${ended}</strong></p>`}
      ${facts(charge, language, isOpen ? nowMs : null)}
      ${isOpen ? form(charge, language, token) : wayBack(charge, say)}
      <p>${say.sandbox}</p>`,
  );
}

/** The page of a charge that there is not. */
export function missingPage(language: Language): Markup {
  const say = words[language];
  return frame(language, say.notFound, html`<h1>${say.notFound}</h1><p>${say.unknown}</p>`);
}

function frame(language: Language, title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`;
}

function facts({ id, content }: Charge, language: Language, openAtMs: number | null): Markup {
  const say = words[language];
  const expiresAtMs = content?.expiresAtMs ?? null;
  const leftMs = openAtMs === null || expiresAtMs === null ? null : expiresAtMs - openAtMs;
  return html`<dl>
    ${
      content === null
        ? ''
        : html`<dt>${say.amount}</dt><dd>${moneyText(content.amount, content.currency, language)}</dd>`
    }
    <dt>${say.reference}</dt><dd>${id}</dd>
    ${leftMs === null ? '' : html`<dt>${say.timeLeft}</dt><dd>${timeText(leftMs, language)}</dd>`}
  </dl>`;
}

function form({ id, content }: Charge, language: Language, token: string): Markup {
  const say = words[language];
  const amount = content === null ? '' : moneyText(content.amount, content.currency, language);
  return html`<form method="post" action="${id}">
    <input type="hidden" name="token" value="${token}" />
    <button name="decision" value="pay">${say.pay.replace('{amount}', () => amount)}</button>
    <button name="decision" value="decline">${say.decline}</button>
  </form>`;
}

function wayBack({ content }: Charge, say: Words): Markup {
  const returnUrl = content?.returnUrl ?? null;
  return returnUrl === null ? html`<p>${say.close}</p>` : html`<p><a href="${returnUrl}">${say.back}</a></p>`;
}

function endWords(charge: Charge, say: Words, nowMs: number): string {
  const over = `${say.over} ${say.nothingTaken}`;
  switch (charge.status.state) {
    case 'succeeded':
      return say.paid;
    case 'refunded':
      return say.refunded;
    case 'declined':
      return isOver(charge, nowMs) ? over : `${say.calledOff} ${say.nothingTaken}`;
    case 'pending':
      return isOver(charge, nowMs) ? over : say.underWay;
  }
}
