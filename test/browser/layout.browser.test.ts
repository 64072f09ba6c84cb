import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Buyer } from './buyer.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), { house: { like: 'theatre' } });
}, 240_000);

afterAll(() => stage?.close());

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** Where each of these is on the screen; what is not there, or is hidden, is left out. */
function boxesOf(page: Page, selectors: readonly string[]): Promise<Record<string, Box>> {
  return page.evaluate(
    (wanted) =>
      Object.fromEntries(
        wanted.flatMap((selector) => {
          const element = document.querySelector(selector);
          if (element === null || !element.checkVisibility()) return [];
          const { left, right, top } = element.getBoundingClientRect();
          return [[selector, { left, right, top }]];
        }),
      ),
    selectors,
  );
}

/** Every seat's place on the canvas, of a few. */
function seatsOnCanvas(page: Page): Promise<(readonly [number, number])[]> {
  return page.evaluate(() => {
    const box = document.querySelector('canvas.seat-map')?.getBoundingClientRect();
    return [0, 1, 100, 400, 560].map((seat) => {
      const at = window.onsale?.screenPosition(seat);
      return [Math.round((at?.x ?? 0) - (box?.left ?? 0)), Math.round((at?.y ?? 0) - (box?.top ?? 0))];
    });
  });
}

async function turn(page: Page, direction: 'ltr' | 'rtl'): Promise<void> {
  await page.evaluate((dir) => {
    document.documentElement.dir = dir;
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, direction);
}

const parts = [
  '.brand',
  '.header .orders',
  '.languages',
  '.show-head',
  '.ways',
  '.filters',
  '.legend',
  '.zoom',
  '.minimap.shown',
  '.basket',
  '.basket-head h2',
  '.countdown strong',
  '[data-testid=pay]',
  '.sheet-handle',
  '.seat-line .icon-button',
  '.best',
  '[data-testid=best-count]',
  '.choice strong',
  '.choice .amount',
  '.dialog [data-testid=pay-confirm]',
  '.order .ticket .button.primary',
  '.order .total strong',
  '.pass .qr',
];

/** What is not at the mirrored place from right to left, or juts out at a side. */
async function crooked(page: Page, state: string, width: number): Promise<string[]> {
  await turn(page, 'ltr');
  const before = await boxesOf(page, parts);
  const seats = await seatsOnCanvas(page);
  await turn(page, 'rtl');
  const after = await boxesOf(page, parts);
  const faults = Object.entries(before).flatMap(([selector, { left, right }]) => {
    const mirrored = after[selector];
    if (mirrored === undefined) return [`${state}: ${selector} is gone`];
    const off = Math.max(
      Math.abs(mirrored.left - (width - right)),
      Math.abs(mirrored.right - (width - left)),
    );
    return off > 2 ? [`${state}: ${selector} is ${off} px off`] : [];
  });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) faults.push(`${state}: ${overflow} px wider than the screen`);
  if (JSON.stringify(await seatsOnCanvas(page)) !== JSON.stringify(seats))
    faults.push(`${state}: the seats on the map have moved`);
  await turn(page, 'ltr');
  return faults;
}

describe.each([360, 768, 1440])('from right to left at %i px', (width) => {
  it('the page is its own mirror image, and the map stays as it is', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url, { width, height: 900 });
    const { page } = buyer;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await buyer.open('house');
    const faults = await crooked(page, 'map', width);
    await page.getByTestId('zoomIn').click();
    faults.push(...(await crooked(page, 'near', width)));
    await page.getByTestId('way-best').click();
    faults.push(
      ...(await crooked(page, 'best', width)).filter((fault) => !fault.includes('seats on the map')),
    );
    await page.getByTestId('best-find').click();
    await page.getByTestId('best-result').waitFor();
    await page.getByTestId('way-list').click();
    await page.getByTestId('list-section-stalls-left').click();
    await page.getByTestId('list-row-A').click();
    faults.push(...(await crooked(page, 'list', width)));
    if (width < 821) await page.getByTestId('basket-handle').click();
    faults.push(...(await crooked(page, 'basket', width)));
    await page.getByTestId('pay').click();
    await page.getByTestId('pay-dialog').waitFor();
    faults.push(...(await crooked(page, 'payment', width)));
    await page.getByTestId('contact-name').fill('Ann Kim');
    await page.getByTestId('contact-email').fill('ann@example.com');
    await page.getByTestId('pay-method-sandbox-card').check();
    await page.getByTestId('pay-confirm').click();
    await page.getByTestId('confirmed-order').locator('a').click();
    await page.getByTestId('qr').first().waitFor();
    faults.push(...(await crooked(page, 'tickets', width)));
    expect(faults).toEqual([]);
    await buyer.leave();
  });

  it('a click reaches the seat that it is aimed at', async () => {
    const buyer = await Buyer.arrive(stage.browser, stage.url, { width, height: 900 });
    await buyer.open('demo');
    await turn(buyer.page, 'rtl');
    await buyer.hold(width === 360 ? 3 : width === 768 ? 13 : 23);
    await buyer.leave();
  });
});

it('at 360 px, what is told of a seat covers no seat of the list', async () => {
  const buyer = await Buyer.arrive(stage.browser, stage.url, { width: 360, height: 640, isTouch: true });
  const { page } = buyer;
  // It would be measured while it rises.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await buyer.open('demo');
  await page.getByTestId('way-list').click();
  await page.getByTestId('list-section-grid').click();
  await page.getByTestId('list-row-8').click();
  const seat = page.locator('[data-testid=list-seat]').last();
  await seat.scrollIntoViewIfNeeded();
  await seat.click();
  await buyer.isTold('saidHeld');
  const told = await page.getByTestId('notice').boundingBox();
  const basket = await page.getByTestId('basket').boundingBox();
  // Whatever of the list is on the screen ends above what is told, and that ends above the basket.
  const listEnds = await page
    .getByTestId('seat-list')
    .evaluate((list) => list.getBoundingClientRect().bottom);
  expect(told?.y).toBeGreaterThanOrEqual(listEnds - 0.5);
  expect((told?.y ?? 0) + (told?.height ?? 0)).toBeLessThanOrEqual((basket?.y ?? 0) + 0.5);
  // The last seat can still be scrolled into sight, and be pressed.
  await seat.scrollIntoViewIfNeeded();
  await seat.click();
  await buyer.isTold('saidReleased');
  await buyer.leave();
});

describe('the time of a show', () => {
  it.each([
    ['Asia/Seoul', 'en', /Jun 1, 2030, 7:00\sPM GMT\+9/],
    ['America/New_York', 'en', /Jun 1, 2030, 6:00\sAM EDT/],
    ['Asia/Seoul', 'ko', /2030년 6월 1일 \(토\) 오후 7:00 GMT\+9/],
  ] as const)('is that of the device in %s, and names its zone (%s)', async (timeZone, language, text) => {
    const buyer = await Buyer.arrive(stage.browser, stage.url, { timeZone, language });
    await buyer.open('demo');
    expect(await buyer.page.locator('.show-head').textContent()).toMatch(text);
    await buyer.page.goto(`${stage.url}/`);
    await buyer.page.getByTestId('shows').waitFor();
    expect(await buyer.page.getByTestId('shows').textContent()).toMatch(text);
    await buyer.leave();
  });
});
