import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Buyer } from './buyer.ts';
import { takePicture } from './picture.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), { house: { like: 'theatre' } });
}, 240_000);

afterAll(() => stage?.close());

/** How far two neighbours of the grid are apart on the screen: the scale. */
function scaleOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [a, b] = [window.onsale?.screenPosition(44), window.onsale?.screenPosition(45)];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  });
}

async function hasScale(page: Page, test: (scale: number) => boolean): Promise<void> {
  await expect.poll(async () => test(await scaleOf(page)), { timeout: 5_000 }).toBe(true);
}

describe('the map under a mouse', () => {
  let buyer: Buyer;

  beforeEach(async () => {
    buyer = await Buyer.arrive(stage.browser, stage.url);
    return () => buyer.leave();
  });

  it('tells of a section and what it has left while its seats are small', async () => {
    const { page } = buyer;
    await buyer.open('arena');
    const at = await page.evaluate(() => window.onsale?.screenPosition(180) ?? null);
    await page.mouse.move(at?.x ?? 0, at?.y ?? 0);
    const card = page.locator('[data-testid=section-card][data-section=floor-a1]');
    await card.waitFor();
    const before = Number(/\d+/.exec((await card.textContent())?.replace('Floor A1', '') ?? '')?.[0]);
    const other = await Buyer.arrive(stage.browser, stage.url);
    await other.open('arena');
    await other.page.getByTestId('way-list').click();
    await other.page.getByTestId('list-section-floor-a1').click();
    await other.page.getByTestId('list-row-3').click();
    await other.page.locator('[data-testid=list-seat]').first().click();
    await other.isTold('saidHeld');
    await expect.poll(() => card.textContent(), { timeout: 10_000 }).toContain(`${before - 1} available`);
    await other.leave();
  });

  it('zooms by the wheel, moves by the minimap, and comes back to the whole', async () => {
    const { page } = buyer;
    await buyer.open('demo');
    const fitted = await scaleOf(page);
    expect(await page.getByTestId('minimap').isVisible()).toBe(false);
    await page.mouse.move(500, 400);
    await page.mouse.wheel(0, -300);
    await hasScale(page, (scale) => scale > fitted * 1.05);
    await page.getByTestId('minimap').waitFor();
    const before = await page.evaluate(() => window.onsale?.screenPosition(0)?.x ?? 0);
    await page.getByTestId('minimap').click({ position: { x: 10, y: 55 } });
    await expect
      .poll(() => page.evaluate(() => window.onsale?.screenPosition(0)?.x ?? 0))
      .toBeGreaterThan(before + 20);
    await page.getByTestId('zoomFit').click();
    await hasScale(page, (scale) => Math.abs(scale - fitted) < 0.01);
    expect(await page.getByTestId('minimap').isVisible()).toBe(false);
  });

  it('shows what fits a price and a wish, and counts it', async () => {
    const { page } = buyer;
    await buyer.open('theatre');
    await page.getByTestId('filter-price-a').click();
    const result = page.locator('.filter-result [role=status]');
    const ofPrice = Number.parseInt((await result.textContent()) ?? '', 10);
    expect(ofPrice).toBeGreaterThan(10);
    await page.getByTestId('filter-wish-aisle').click();
    await expect
      .poll(async () => Number.parseInt((await result.textContent()) ?? '', 10))
      .toBeLessThan(ofPrice);
    await page.getByTestId('filter-clear').click();
    await result.waitFor({ state: 'detached' });
  });

  it('[A1] says when a seat was taken, and offers the nearest equal one', async () => {
    const { page } = buyer;
    const other = await Buyer.arrive(stage.browser, stage.url);
    await Promise.all([buyer.open('demo'), other.open('demo')]);
    await other.hold(15);
    await buyer.sees(15, 'held');
    await buyer.click(15);
    await buyer.isTold('SEAT_TAKEN');
    expect(await page.getByTestId('notice').textContent()).toMatch(/was taken \d+ seconds? ago/);
    const instead = Number(await page.getByTestId('take-instead').getAttribute('data-seat'));
    expect([14, 16, 5, 25]).toContain(instead);
    await page.getByTestId('take-instead').click();
    await buyer.owns(instead, 'mine');
    await other.leave();
  });

  it('hears only of the sections on the screen', async () => {
    const { page } = buyer;
    const asked: { event: string; sections: string[] | 'all' }[] = [];
    buyer.onSent = (text) => {
      const [, event, sections] = /\["(watch|unwatch)",\{.*?"sections":("all"|\[[^\]]*\])/.exec(text) ?? [];
      if (event !== undefined) asked.push({ event, sections: JSON.parse(sections ?? '[]') });
    };
    await buyer.open('arena');
    expect(asked).toEqual([{ event: 'watch', sections: 'all' }]);
    const at = await page.evaluate(() => window.onsale?.screenPosition(180) ?? null);
    await page.mouse.click(at?.x ?? 0, at?.y ?? 0);
    // Where frames are slow, the map is still gliding when it first says what it shows.
    const took = (wanted: string) =>
      asked.filter(({ event }) => event === wanted).flatMap(({ sections }) => sections);
    await expect.poll(() => took('unwatch'), { timeout: 5_000 }).toContain('upper-220');
    expect(took('unwatch')).not.toContain('floor-a1');
    expect(took('watch')).toEqual(['all']);
    await page.getByTestId('zoomFit').click();
    await expect.poll(() => took('watch'), { timeout: 5_000 }).toContain('upper-220');
  });
});

describe('the map under fingers', () => {
  let buyer: Buyer;
  let session: CDPSession;

  beforeEach(async () => {
    buyer = await Buyer.arrive(stage.browser, stage.url, { width: 360, height: 720, isTouch: true });
    session = await buyer.page.context().newCDPSession(buyer.page);
    return () => buyer.leave();
  });

  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: readonly (readonly [number, number])[],
  ) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });

  it('zooms under two fingers', async () => {
    await buyer.open('demo');
    const before = await scaleOf(buyer.page);
    await touch('touchStart', [
      [160, 400],
      [200, 400],
    ]);
    for (let spread = 25; spread <= 60; spread += 5)
      await touch('touchMove', [
        [180 - spread, 400],
        [180 + spread, 400],
      ]);
    await touch('touchEnd', []);
    await hasScale(buyer.page, (scale) => scale > before * 1.3);
    expect(await buyer.ownStateOf(44)).toBe(null);
  });

  it('comes closer at a double tap beside the seats, and holds nothing by it', async () => {
    await buyer.open('demo');
    const before = await scaleOf(buyer.page);
    await buyer.page.touchscreen.tap(180, 250);
    await buyer.page.touchscreen.tap(180, 250);
    await hasScale(buyer.page, (scale) => scale > before * 1.2);
    expect(await buyer.page.getByTestId('basket').getAttribute('data-count')).toBe('0');
  });

  it('tells of the seat under a finger that rests, and does not hold it', async () => {
    await buyer.open('demo');
    const at = await buyer.page.evaluate(() => window.onsale?.screenPosition(72) ?? null);
    await touch('touchStart', [[at?.x ?? 0, at?.y ?? 0]]);
    await buyer.page.locator('[data-testid=seat-card][data-seat="72"]').waitFor();
    await touch('touchEnd', []);
    expect(await buyer.ownStateOf(72)).toBe(null);
    expect(await buyer.page.getByTestId('basket').getAttribute('data-count')).toBe('0');
  });
});

describe('pictures', () => {
  const see = (width: number, height: number, isTouch: boolean) =>
    Buyer.arrive(stage.browser, stage.url, { width, height, isTouch });

  it.each([
    [360, 720, true],
    [768, 1024, true],
    [1440, 900, false],
  ] as const)('of the arena at %i px, from afar and near', async (width, height, isTouch) => {
    const buyer = await see(width, height, isTouch);
    await buyer.open('arena');
    await takePicture(buyer, `arena-${width}`);
    const at = await buyer.page.evaluate(() => window.onsale?.screenPosition(180) ?? null);
    if (isTouch) await buyer.page.touchscreen.tap(at?.x ?? 0, at?.y ?? 0);
    else await buyer.page.mouse.click(at?.x ?? 0, at?.y ?? 0);
    await expect
      .poll(() => buyer.page.evaluate(() => window.onsale?.screenPosition(180)?.isClickable), {
        timeout: 5_000,
      })
      .toBe(true);
    await takePicture(buyer, `arena-near-${width}`);
    await buyer.leave();
  });

  it('of the list and of the filters on a phone', async () => {
    const buyer = await see(360, 720, true);
    await buyer.open('theatre');
    await buyer.page.getByTestId('filters').click();
    await takePicture(buyer, 'filters-360');
    await buyer.page.getByTestId('filters').click();
    await buyer.page.getByTestId('way-list').click();
    await buyer.page.getByTestId('list-section-stalls-left').click();
    await buyer.page.getByTestId('list-row-A').click();
    await buyer.page.locator('[data-testid=list-seat]').first().click();
    await buyer.isTold('saidHeld');
    await takePicture(buyer, 'list-360');
    await buyer.leave();
  });
});
