import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Buyer } from './buyer.ts';
import { openStage, type Stage } from './stage.ts';

const languages = ['en', 'ko'] as const;
const hangul = /[가-힣]/;

/** A show with a single seat for sale. */
const oneLeft = { blocked: Array.from({ length: 99 }, (_, seat) => seat), cap: 1 };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), {
    over: { offSaleAt: '2026-01-02T00:00:00+09:00' },
    brief: { holdSeconds: 4 },
    'last-en': oneLeft,
    'last-ko': oneLeft,
  });
}, 240_000);

afterAll(() => stage?.close());

const arrive = (language: 'en' | 'ko' = 'en') => Buyer.arrive(stage.browser, stage.url, { language });

/** A test of what a page says in each language; both pages wait at the same time. */
function inBoth(name: string, test: (language: 'en' | 'ko') => Promise<void>): void {
  it(name, async () => {
    await Promise.all(languages.map(test));
  });
}

/** The text is there, and in the language. */
async function says(page: Page, selector: string, language: 'en' | 'ko'): Promise<void> {
  const shown = page.locator(selector);
  await shown.waitFor({ timeout: 20_000 });
  const text = (await shown.textContent()) ?? '';
  expect(text.length).toBeGreaterThan(5);
  expect(hangul.test(text)).toBe(language === 'ko');
}

describe('what goes wrong is said in both languages', () => {
  inBoth('[A1] an unknown show', async (language) => {
    const { page, leave } = await parts(arrive(language));
    await page.goto(`${stage.url}/shows/nothing-like-it`);
    await says(page, '[data-testid=failure][data-code=SHOW_NOT_FOUND] h1', language);
    await leave();
  });

  inBoth('a sale that is over', async (language) => {
    const buyer = await arrive(language);
    await buyer.open('over');
    await says(buyer.page, '[data-testid=phase][data-phase=closed]', language);
    await buyer.click(5);
    await buyer.isTold('SALE_CLOSED');
    await says(buyer.page, '[data-testid=notice]', language);
    await buyer.leave();
  });

  inBoth('[H2] a hold that has run out', async (language) => {
    const buyer = await arrive(language);
    await buyer.open('brief');
    await buyer.hold(language === 'en' ? 10 : 11);
    await buyer.isTold('saidExpired');
    await says(buyer.page, '[data-testid=notice]', language);
    await buyer.leave();
  });

  inBoth('[P1] a payment that is declined', async (language) => {
    const buyer = await arrive(language);
    await buyer.open('demo');
    await buyer.hold(language === 'en' ? 20 : 21);
    await buyer.pay('sandbox-declined');
    await says(buyer.page, '[data-testid=pay-refusal][data-code=PAYMENT_DECLINED]', language);
    await buyer.leave();
  });

  inBoth('[I1] cookies that are blocked', async (language) => {
    const buyer = await arrive(language);
    await buyer.keepsNoCookies();
    await buyer.open('demo');
    await says(buyer.page, '[data-testid=banner][data-kind=forgotten]', language);
    await buyer.click(30);
    await buyer.isTold('NO_SESSION');
    await buyer.leave();
  });

  inBoth('a browser that cannot draw the map', async (language) => {
    const buyer = await arrive(language);
    await buyer.drawsNothing();
    await buyer.page.goto(`${stage.url}/shows/demo`);
    await says(buyer.page, '[data-testid=no-map]', language);
    await buyer.page.getByTestId('list-section-grid').click();
    await buyer.page.getByTestId('list-row-4').click();
    await buyer.page.locator(`[data-seat="${language === 'en' ? 40 : 41}"]`).click();
    await buyer.isTold('saidHeld');
    await buyer.leave();
  });

  inBoth('[L3] a network that blocks sockets: the map is polled, and seats can be had', async (language) => {
    const [buyer, other] = [await arrive(language), await arrive(language)];
    await buyer.cutOff();
    await buyer.page.goto(`${stage.url}/shows/demo`);
    await says(buyer.page, '[data-testid=banner][data-kind=polling]', language);
    const [mine, theirs] = language === 'en' ? [50, 51] : [52, 53];
    await other.open('demo');
    await other.hold(theirs);
    await buyer.sees(theirs, 'held');
    await buyer.hold(mine);
    await other.sees(mine, 'held');
    await Promise.all([buyer.leave(), other.leave()]);
  });

  inBoth('a sale that is away', async (language) => {
    const buyer = await arrive(language);
    await buyer.open('demo');
    await buyer.page.route('**/api/**', (route) => route.abort());
    await buyer.cutOff();
    await says(buyer.page, '[data-testid=banner][data-kind=reconnecting]:not([data-long])', language);
    await says(buyer.page, '[data-testid=banner][data-kind=reconnecting][data-long]', language);
    await buyer.page.unroute('**/api/**');
    buyer.reconnect();
    await buyer.isLive();
    await says(buyer.page, '[data-testid=banner][data-kind=liveAgain]', language);
    await buyer.leave();
  });

  inBoth('[L2] nothing left, until something comes back', async (language) => {
    const [buyer, other] = [await arrive(language), await arrive(language)];
    await Promise.all([buyer.open(`last-${language}`), other.open(`last-${language}`)]);
    await buyer.hold(99);
    await says(other.page, '[data-testid=phase][data-phase=sold-out][data-held="1"]', language);
    await buyer.page.getByTestId('release-all').click();
    await other.page.locator('[data-phase=sold-out]').waitFor({ state: 'detached' });
    await Promise.all([buyer.leave(), other.leave()]);
  });
});

/** A little less than an outage must last for the page to speak of it. */
const toldAfterMs = 1_400;

it('says nothing of a connection that is lost for a moment', async () => {
  const buyer = await arrive();
  await buyer.open('demo');
  const said = await buyer.page.evaluateHandle(() => {
    const banners: { kind: string; afterMs: number }[] = [];
    let lostMs: number | null = null;
    const look = () => {
      if (document.querySelector('[data-connection=reconnecting]') !== null) lostMs ??= performance.now();
      const kind = document.querySelector('[data-testid=banner]')?.getAttribute('data-kind');
      if (kind != null) banners.push({ kind, afterMs: performance.now() - (lostMs ?? performance.now()) });
    };
    new MutationObserver(look).observe(document.body, { attributes: true, childList: true, subtree: true });
    return banners;
  });
  await buyer.cutOff();
  buyer.reconnect();
  await buyer.page.locator('[data-connection=reconnecting]').waitFor();
  await buyer.isLive();
  await buyer.click(60);
  await buyer.owns(60, 'mine');
  // On a slow machine the moment may be long enough to be told: then it is told only after that long.
  const tooSoon = (await said.jsonValue()).filter(({ afterMs }) => afterMs < toldAfterMs);
  expect(tooSoon).toEqual([]);
  await buyer.leave();
});

describe('before the sale opens', () => {
  it('counts down by the server’s clock, whatever the device’s says, and opens by itself', async () => {
    const opensMs = Date.now() + 12_000;
    await stage.addShow('opening', { onSaleAt: new Date(opensMs).toISOString() });
    const buyer = await arrive();
    await buyer.page.addInitScript(() => {
      const shiftMs = 3 * 3_600_000;
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given: unknown[]) {
          super(...((given.length === 0 ? [Real.now() + shiftMs] : given) as [number]));
        }
        static override now(): number {
          return Real.now() + shiftMs;
        }
      } as DateConstructor;
    });
    await buyer.open('opening');
    const timer = buyer.page.locator('[data-phase=before] [role=timer]');
    const [, seconds = ''] = /0:(\d\d)/.exec((await timer.textContent()) ?? '') ?? [];
    expect(Math.abs(Number(seconds) * 1_000 - (opensMs - Date.now()))).toBeLessThan(2_000);
    await buyer.click(3);
    await buyer.isTold('NOT_ON_SALE');
    await buyer.isTold('saidOpen', opensMs - Date.now() + 5_000);
    expect(Math.abs(Date.now() - opensMs)).toBeLessThan(2_000);
    await buyer.hold(3);
    const leftMs = await buyer.page.getByTestId('countdown').getAttribute('data-left-ms');
    expect(Number(leftMs)).toBeGreaterThan(110_000);
    expect(Number(leftMs)).toBeLessThanOrEqual(120_000);
    await buyer.leave();
  });
});

it('asks nobody but the sale, and breaks no rule of its own policy', async () => {
  const buyer = await arrive();
  const origins = new Set<string>();
  const faults: string[] = [];
  buyer.page.on('request', (request) => origins.add(new URL(request.url()).origin));
  buyer.page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy|preload/.test(message.text()))
      faults.push(message.text());
  });
  await buyer.open('theatre');
  await buyer.page.getByTestId('zoomIn').click();
  await buyer.page.getByTestId('way-list').click();
  await buyer.page.getByTestId('seat-list').waitFor();
  expect([...origins]).toEqual([stage.url]);
  expect(faults).toEqual([]);
  await buyer.leave();
});

async function parts(arrived: Promise<Buyer>): Promise<{ page: Page; leave: () => Promise<void> }> {
  const buyer = await arrived;
  return { page: buyer.page, leave: () => buyer.leave() };
}
