import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violationsOf } from './axe.ts';
import { Buyer } from './buyer.ts';
import { openStage, type Stage } from './stage.ts';

const widths = [360, 768, 1440] as const;
const schemes = ['light', 'dark'] as const;
const all = Array.from({ length: 100 }, (_, seat) => seat);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), {
    soon: { onSaleAt: '2029-01-01T10:00:00Z' },
    over: { offSaleAt: '2026-01-02T00:00:00+09:00' },
    gone: { blocked: all },
    keys: {},
    list: { like: 'theatre' },
  });
}, 240_000);

afterAll(() => stage?.close());

/** Nothing is wrong at any width, light or dark; and nothing is cut off at the side. */
async function isFlawless(page: Page, state: string): Promise<void> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) faults.push(`${state} at ${width}: ${overflow} px wider than the screen`);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const fault of await violationsOf(page))
        faults.push(`${state} at ${width} ${colorScheme}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
}

/** Controls whose area for a finger is smaller than 44 by 44 CSS pixels. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href], input, [role=button]')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.skip'))
      .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 43.5 || box.height < 43.5))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${box.width}×${box.height}`),
  );
}

describe.each(['en', 'ko'] as const)('axe finds nothing in %s', (language) => {
  const arrive = () => Buyer.arrive(stage.browser, stage.url, { language, width: 1440, height: 800 });

  it('on the pages without a map', async () => {
    const { page, leave } = await visit(arrive());
    await page.goto(`${stage.url}/`);
    await page.getByTestId('shows').waitFor();
    await isFlawless(page, 'shows');
    expect(await smallTargets(page)).toEqual([]);
    await page.goto(`${stage.url}/orders`);
    await page.getByTestId('orders-empty').waitFor();
    await isFlawless(page, 'no orders');
    await page.goto(`${stage.url}/shows/none`);
    await page.getByTestId('failure').waitFor();
    await isFlawless(page, 'unknown show');
    await page.goto(`${stage.url}/no/where`);
    await page.locator('main').waitFor();
    await isFlawless(page, 'nowhere');
    await leave();
  });

  it.each(['soon', 'over', 'gone'])('while the sale is %s', async (show) => {
    const buyer = await arrive();
    await buyer.open(show);
    await buyer.page.getByTestId('phase').waitFor();
    await isFlawless(buyer.page, show);
    await buyer.leave();
  });

  it('on the map, its filters and its list', async () => {
    const buyer = await arrive();
    const { page } = buyer;
    await buyer.open('arena');
    await isFlawless(page, 'map');
    expect(await smallTargets(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByTestId('filters').click();
    await page.getByTestId('filter-price-vip').click();
    await isFlawless(page, 'filters');
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await smallTargets(page)).toEqual([]);
    await page.getByTestId('filters').click();
    await page.getByTestId('way-list').click();
    await isFlawless(page, 'sections');
    await page.getByTestId('list-section-floor-a1').click();
    await isFlawless(page, 'rows');
    await page.getByTestId('list-row-1').click();
    await isFlawless(page, 'seats');
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await smallTargets(page)).toEqual([]);
    await buyer.leave();
  });

  it('on the best seats, found and not', async () => {
    const buyer = await arrive();
    const { page } = buyer;
    await buyer.open('theatre');
    await page.getByTestId('way-best').click();
    await page.getByTestId('best-section').selectOption({ index: 1 });
    await isFlawless(page, 'wish');
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await smallTargets(page)).toEqual([]);
    await page.getByTestId('best-find').click();
    await page.getByTestId('best-result').waitFor();
    await isFlawless(page, 'found');
    await page.getByTestId('best-price').selectOption('only:a');
    await page.getByTestId('best-find').click();
    await page.getByTestId('best-refusal').waitFor();
    await isFlawless(page, 'not found');
    await buyer.leave();
  });

  it.each(['cookies', 'sockets', 'a canvas', 'an answer'] as const)('without %s', async (missing) => {
    const buyer = await arrive();
    const { page } = buyer;
    if (missing === 'cookies') await buyer.keepsNoCookies();
    if (missing === 'sockets') await buyer.cutOff();
    if (missing === 'a canvas') await buyer.drawsNothing();
    await page.goto(`${stage.url}/shows/demo`);
    if (missing === 'an answer') {
      await buyer.isLive();
      await page.route('**/api/**', (route) => route.abort());
      await buyer.cutOff();
    }
    const said = {
      cookies: '[data-testid=banner][data-kind=forgotten]',
      sockets: '[data-testid=banner][data-kind=polling]',
      'a canvas': '[data-testid=no-map]',
      'an answer': '[data-testid=banner][data-kind=reconnecting][data-long]',
    }[missing];
    await page.locator(said).waitFor({ timeout: 20_000 });
    await isFlawless(page, `without ${missing}`);
    if (missing === 'cookies') {
      await page.getByTestId('way-list').click();
      await page.getByTestId('list-section-grid').click();
      await isFlawless(page, 'the list without cookies');
    }
    await buyer.leave();
  });

  it('with seats in hand, while paying, and after', async () => {
    const buyer = await arrive();
    const { page } = buyer;
    const seat = language === 'en' ? 90 : 91;
    await buyer.open('demo');
    await buyer.hold(seat);
    await page.locator('[data-testid=seat-card]').waitFor();
    await isFlawless(page, 'held');
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByTestId('basket-handle').click();
    await isFlawless(page, 'basket');
    await page.getByTestId('pay').click();
    await page.getByTestId('pay-confirm').click();
    await page.getByTestId('contact-email-fault').waitFor();
    await isFlawless(page, 'payment without a name');
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByTestId('contact-name').fill('Ann Kim');
    await page.getByTestId('contact-email').fill('ann@example.com');
    await page.getByTestId('pay-method-sandbox-declined').check();
    await isFlawless(page, 'payment');
    expect(await smallTargets(page)).toEqual([]);
    await page.getByTestId('pay-confirm').click();
    await page.getByTestId('pay-refusal').waitFor();
    await isFlawless(page, 'declined');
    await page.getByTestId('pay-method-sandbox-card').check();
    await page.getByTestId('pay-confirm').click();
    await page.getByTestId('confirmation').waitFor();
    await isFlawless(page, 'paid');
    await page.getByTestId('order-done').click();
    await page.getByTestId('orders').waitFor();
    await isFlawless(page, 'bought');
    await page.goto(`${stage.url}/orders`);
    await page.getByTestId('my-orders').locator('a').first().click();
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor();
    await page.getByTestId('qr').first().waitFor();
    await isFlawless(page, 'order');
    expect(await smallTargets(page)).toEqual([]);
    await buyer.leave();
  });
});

async function visit(arrived: Promise<Buyer>): Promise<{ page: Page; leave: () => Promise<void> }> {
  const buyer = await arrived;
  return { page: buyer.page, leave: () => buyer.leave() };
}

/** Presses Tab until an element has the focus; the whole page has fewer stops than this. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let stop = 0; stop < 80; stop++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (at === testId) return;
  }
  throw new Error(`Tab does not lead to ${testId}`);
}

/** Name, address, and the test card instead of the payment page. */
async function fillInByKeyboard(page: Page): Promise<void> {
  await tabTo(page, 'contact-name');
  await page.keyboard.type('Ann Kim');
  await tabTo(page, 'contact-email');
  await page.keyboard.type('ann@example.com');
  await tabTo(page, 'pay-method-sandbox-page');
  await page.keyboard.press('ArrowDown');
}

describe('without a mouse', () => {
  it('buys a seat on the map by the keyboard alone', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url);
    const { page } = buyer;
    await buyer.open('keys');
    await tabTo(page, 'seat-map');
    await page.keyboard.press('ArrowRight');
    const seat = Number(await page.getByTestId('seat-card').getAttribute('data-seat'));
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-testid=seat-card][data-seat="${seat + 1}"]`).waitFor();
    await page.keyboard.press('Enter');
    await buyer.owns(seat + 1, 'mine');
    await tabTo(page, 'pay');
    await page.keyboard.press('Enter');
    await page.getByTestId('pay-dialog').waitFor();
    await fillInByKeyboard(page);
    await tabTo(page, 'pay-confirm');
    await page.keyboard.press('Enter');
    await page.getByTestId('confirmation').waitFor();
    await tabTo(page, 'order-done');
    await page.keyboard.press('Enter');
    await buyer.owns(seat + 1, 'owned');
    expect(buyer.faults).toEqual([]);
    await buyer.leave();
  });

  it('buys a seat through the list alone, by the keyboard, told what happens', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url);
    const { page } = buyer;
    await buyer.open('list');
    await page.keyboard.press('Tab');
    await tabTo(page, 'skip-to-list');
    await page.keyboard.press('Enter');
    await page.getByTestId('seat-list').waitFor();
    await tabTo(page, 'list-section-stalls-left');
    await page.keyboard.press('Enter');
    const heading = page.getByTestId('seat-list').locator('h2');
    await expect.poll(() => heading.evaluate((node) => node === document.activeElement)).toBe(true);
    await tabTo(page, 'list-row-B');
    await page.keyboard.press('Enter');
    await tabTo(page, 'list-seat');
    await page.keyboard.press('Enter');
    const seat = page.locator('[data-testid=list-seat]').first();
    await expect.poll(() => seat.getAttribute('aria-pressed')).toBe('true');
    // The focus stays where it was, and what happened is said.
    expect(await seat.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.locator('[role=status] [data-code=saidHeld]').waitFor();
    await tabTo(page, 'pay');
    await page.keyboard.press('Enter');
    await fillInByKeyboard(page);
    await tabTo(page, 'pay-confirm');
    await page.keyboard.press('Enter');
    await page.getByTestId('confirmation').waitFor();
    expect(buyer.faults).toEqual([]);
    await buyer.leave();
  });

  it('says little while others buy much', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url);
    await buyer.open('list');
    const said = await buyer.page.evaluateHandle(() => {
      const lines: string[] = [];
      for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]'))
        new MutationObserver(() => lines.push(region.textContent ?? '')).observe(region, {
          childList: true,
          subtree: true,
          characterData: true,
        });
      return lines;
    });
    for (let first = 200; first < 300; first += 5) await takeSeats('list', [first, first + 1]);
    await buyer.sees(296, 'held');
    expect(await said.jsonValue()).toEqual([]);
    await buyer.leave();
  });

  it('has room for everything at twice the size', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url, { width: 640, height: 400 });
    const { page } = buyer;
    await buyer.open('demo');
    const map = await page.getByTestId('seat-map').boundingBox();
    expect(map?.height).toBeGreaterThan(180);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
    await page.getByTestId('basket-handle').scrollIntoViewIfNeeded();
    await page.getByTestId('basket-handle').click();
    await buyer.leave();
  });
});

async function takeSeats(show: string, seats: readonly number[]): Promise<void> {
  const visitor = await fetch(`${stage.url}/api/shows/${show}`);
  const cookie = visitor.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { v7 } = await import('uuid');
  const answer = await fetch(`${stage.url}/api/shows/${show}/holds/${v7()}`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ seats }),
  });
  expect(answer.status).toBe(201);
}
