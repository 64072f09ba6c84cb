import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { OnsaleHook } from '../../services/web/src/automation.ts';
import { type EmbedStage, openEmbedStage } from './embed-stage.ts';
import { EmbeddedBuyer, writeEmbeddingPage } from './embedding-page.ts';

/** The element as tools see it. */
interface Embedded {
  readonly onsale: OnsaleHook | null;
}

/** A seat of the demo grid near its middle, and its neighbour. */
const [seat, neighbour] = [44, 45];

let stage: EmbedStage;

beforeAll(async () => {
  stage = await openEmbedStage(inject('chromiumPath'));
  writeEmbeddingPage(stage.plain.neighbour, stage.plain.sale);
}, 240_000);

afterAll(() => stage?.close());

/** A promoter's page that goes on below the map, scrolled a little, so that it can go either way. */
async function arrive(context: BrowserContext): Promise<EmbeddedBuyer> {
  const buyer = await EmbeddedBuyer.arrive(context, stage.plain.neighbour);
  await buyer.isLive();
  await buyer.page.evaluate(() => {
    document.body.style.paddingBottom = '2000px';
    scrollTo(0, 150);
  });
  await expect.poll(() => scrolledPx(buyer.page)).toBe(150);
  return buyer;
}

const scrolledPx = (page: Page): Promise<number> => page.evaluate(() => Math.round(scrollY));

/** Where the map looks: a seat's place on its canvas, and how far the next seat is. */
const sightOf = (page: Page) =>
  page.evaluate(
    ([first, second]) => {
      const element = document.querySelector('onsale-seatmap') as unknown as Embedded;
      const [a, b] = [element.onsale?.screenPosition(first), element.onsale?.screenPosition(second)];
      if (!a || !b) throw new Error('There is no map.');
      const { top } = (document.querySelector('onsale-seatmap') as Element).getBoundingClientRect();
      return {
        x: Math.round(a.x),
        y: Math.round(a.y - top),
        scale: Math.hypot(a.x - b.x, a.y - b.y),
      };
    },
    [seat, neighbour] as const,
  );

/** The middle of the map on the screen. */
async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('onsale-seatmap [data-testid=seat-map]').boundingBox();
  if (box === null) throw new Error('There is no map.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** What says for a moment what moves the map; nobody has it read out. */
const hint = (page: Page, hasText: string) =>
  page.locator('onsale-seatmap [data-testid=gesture-hint][aria-hidden=true]', { hasText });
const fingersHint = 'Use two fingers to move the map';

/** Sets the attribute and waits for the map that is made anew by it: the one before takes no more gestures. */
async function setGestures(page: Page, value: string): Promise<void> {
  const element = page.locator('onsale-seatmap');
  const before = await element.evaluateHandle((node) => (node as unknown as Embedded).onsale);
  await element.evaluate((node, name) => node.setAttribute('gestures', name), value);
  await page.waitForFunction((old) => {
    const { onsale } = document.querySelector('onsale-seatmap') as unknown as Embedded;
    return onsale !== null && onsale !== old;
  }, before);
}

describe('the embedded map on a phone', () => {
  /** Moves fingers, each by its own way, in steps; they come down and are lifted together. */
  const slide = async (
    session: CDPSession,
    ways: readonly { from: readonly [number, number]; by: readonly [number, number] }[],
  ): Promise<void> => {
    const steps = 8;
    const pointsAt = (step: number) =>
      ways.map(({ from: [x, y], by: [dx, dy] }, id) => ({
        x: x + (dx * step) / steps,
        y: y + (dy * step) / steps,
        id,
      }));
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: pointsAt(0) });
    for (let step = 1; step <= steps; step++)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: pointsAt(step) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };

  const onPhone = async () => {
    const context = await stage.browser.newContext({
      viewport: { width: 360, height: 720 },
      hasTouch: true,
      isMobile: true,
      // The map is where it goes at once.
      reducedMotion: 'reduce',
    });
    const buyer = await arrive(context);
    const session = await context.newCDPSession(buyer.page);
    const { x, y } = await middleOf(buyer.page);
    return { buyer, page: buyer.page, session, x, y, leave: () => context.close() };
  };

  it('lets one finger scroll the page, and says what moves the map', async () => {
    const { page, session, x, y, leave } = await onPhone();
    const before = await sightOf(page);
    const told = hint(page, fingersHint).waitFor();
    await slide(session, [{ from: [x, y], by: [0, -120] }]);
    await told;
    await expect.poll(() => scrolledPx(page)).toBeGreaterThan(200);
    expect(await sightOf(page)).toEqual(before);
    await hint(page, fingersHint).waitFor({ state: 'detached' });
    await leave();
  });

  it('moves and zooms under two fingers while the page stays, and takes a tap', async () => {
    const { buyer, page, session, x, y, leave } = await onPhone();
    const fitted = await sightOf(page);
    await slide(session, [
      { from: [x - 25, y], by: [-20, 0] },
      { from: [x + 25, y], by: [20, 0] },
    ]);
    await expect.poll(async () => (await sightOf(page)).scale).toBeGreaterThan(fitted.scale * 1.3);
    const zoomed = await sightOf(page);
    await slide(session, [
      { from: [x - 40, y], by: [0, -60] },
      { from: [x + 40, y], by: [0, -60] },
    ]);
    await expect.poll(async () => (await sightOf(page)).y).toBeLessThan(zoomed.y - 30);
    expect((await sightOf(page)).scale).toBeCloseTo(zoomed.scale, 1);
    expect(await scrolledPx(page)).toBe(150);
    expect(await hint(page, fingersHint).count()).toBe(0);
    expect(await buyer.toldNames()).toEqual([]);

    await buyer.tap(seat);
    await buyer.owns(seat, 'mine');
    expect(await scrolledPx(page)).toBe(150);
    await leave();
  });

  it('moves under one finger where it is told to be greedy, and the page stays', async () => {
    const { page, session, x, y, leave } = await onPhone();
    await setGestures(page, 'greedy');
    await page.getByTestId('zoomIn').click();
    const before = await sightOf(page);
    await slide(session, [{ from: [x, y], by: [0, -60] }]);
    await expect.poll(async () => (await sightOf(page)).y).toBeLessThan(before.y - 30);
    expect(await scrolledPx(page)).toBe(150);
    expect(await hint(page, fingersHint).count()).toBe(0);
    await leave();
  });
});

describe('the wheel over the embedded map', () => {
  const atDesk = async () => {
    const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const { page } = await arrive(context);
    const { x, y } = await middleOf(page);
    await page.mouse.move(x, y);
    return { page, before: await sightOf(page), leave: () => context.close() };
  };

  it('scrolls the page, and says what zooms the map', async () => {
    const { page, before, leave } = await atDesk();
    const told = hint(page, 'Use Ctrl + wheel to zoom').waitFor();
    await page.mouse.wheel(0, 100);
    await told;
    await expect.poll(() => scrolledPx(page)).toBe(250);
    expect((await sightOf(page)).scale).toBe(before.scale);
    await leave();
  });

  it.each(['Control', 'Meta'])('zooms the map with %s', async (key) => {
    const { page, before, leave } = await atDesk();
    await page.keyboard.down(key);
    await page.mouse.wheel(0, -100);
    await page.keyboard.up(key);
    await expect.poll(async () => (await sightOf(page)).scale).toBeGreaterThan(before.scale * 1.1);
    expect(await scrolledPx(page)).toBe(150);
    await leave();
  });

  it('zooms a greedy map', async () => {
    const { page, before, leave } = await atDesk();
    await setGestures(page, 'greedy');
    await page.mouse.wheel(0, -100);
    await expect.poll(async () => (await sightOf(page)).scale).toBeGreaterThan(before.scale * 1.1);
    expect(await scrolledPx(page)).toBe(150);
    await leave();
  });
});
