import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Buyer, type BuyerOptions } from './buyer.ts';
import { takePicture } from './picture.ts';
import { openStage, type Stage } from './stage.ts';

/** What is left of the theatre: three seats in two places, three in a row, and a wheelchair's place with its companion's. */
const left = [560, 562, 563, 0, 1, 2, 323, 324];
const blocked = Array.from({ length: 592 }, (_, seat) => seat).filter((seat) => !left.includes(seat));
const sectionPlaces = { 'stalls-left': '0', 'stalls-right': '2', 'boxes-left': '6', 'boxes-right': '7' };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), {
    scraps: { like: 'theatre', blocked },
    house: { like: 'theatre' },
    soon: { like: 'theatre', onSaleAt: '2029-01-01T10:00:00Z' },
  });
}, 240_000);

afterAll(() => stage?.close());

async function search(show: string, options: BuyerOptions = {}): Promise<Buyer> {
  const buyer = await Buyer.arrive(stage.browser, stage.url, options);
  await buyer.open(show);
  await buyer.page.getByTestId('way-best').click();
  await buyer.page.getByTestId('best-panel').waitFor();
  return buyer;
}

async function find(page: Page): Promise<{ seats: number[]; text: string; of: (name: string) => string }> {
  await page.getByTestId('best-find').click();
  const result = page.locator('[role=status] [data-testid=best-result]');
  await result.waitFor();
  const data = await result.evaluate((element) => ({ ...(element as HTMLElement).dataset }));
  return {
    seats: (data.seats ?? '').split(',').map(Number),
    text: (await result.textContent()) ?? '',
    of: (name) => data[name] ?? '',
  };
}

async function wish(page: Page, count: number, section: keyof typeof sectionPlaces): Promise<void> {
  await page.getByTestId('best-count').fill(String(count));
  await page.getByTestId('best-section').selectOption(sectionPlaces[section]);
}

describe.each([
  [360, 720, true],
  [768, 1024, true],
  [1440, 900, false],
] as const)('the best seats at %i px', (width, height, isTouch) => {
  it('[B2] are held at a press, said in words, and shown on the map', async () => {
    const buyer = await search('house', { width, height, isTouch });
    const { page } = buyer;
    await page.getByTestId('best-count-stepMore').click();
    const found = await find(page);
    expect(found.seats).toHaveLength(3);
    expect(found.text).toContain('side by side');
    for (const seat of found.seats) await buyer.owns(seat, 'mine');
    expect(await page.getByTestId('basket').getAttribute('data-count')).toBe('3');
    // The answer is to be seen, not below the fold.
    const box = await page.getByTestId('best-result').boundingBox();
    const basket = await page.getByTestId('basket').boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    if (width < 821) expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((basket?.y ?? 0) + 1);
    await takePicture(buyer, `best-${width}`);
    if (width < 821) await page.getByTestId('best-show').click();
    for (const seat of found.seats)
      await expect
        .poll(() => page.evaluate((each) => window.onsale?.screenPosition(each)?.isClickable, seat), {
          timeout: 5_000,
        })
        .toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(buyer.faults).toEqual([]);
    await buyer.leave();
  });
});

describe('a wish that cannot be met in full', () => {
  it('[B3] is met in parts and with a restricted view, which is said', async () => {
    const buyer = await search('scraps');
    await wish(buyer.page, 3, 'boxes-left');
    const found = await find(buyer.page);
    expect([...found.seats].sort()).toEqual([560, 562, 563]);
    expect([found.of('parts'), found.of('restricted'), found.of('otherSection')]).toEqual([
      '2',
      'true',
      'false',
    ]);
    expect(found.text).toContain('In 2 places');
    expect(found.text).toContain('full view');
    await buyer.page.getByTestId('release-all').click();
    await buyer.page.getByTestId('best-result').waitFor({ state: 'detached' });
    await buyer.leave();
  });

  it('[B3] is refused where only seats side by side will do', async () => {
    const buyer = await search('scraps', { language: 'ko' });
    await wish(buyer.page, 3, 'boxes-left');
    await buyer.page.getByTestId('best-together').check();
    await buyer.page.getByTestId('best-find').click();
    const refusal = buyer.page.locator('[role=alert] [data-testid=best-refusal][data-code=NOT_ENOUGH_SEATS]');
    await refusal.waitFor();
    expect(await refusal.textContent()).toMatch(/[가-힣]/);
    expect(await buyer.page.getByTestId('notice').count()).toBe(0);
    await buyer.leave();
  });

  it('[B5] is met in a section near by, where that will do', async () => {
    const buyer = await search('scraps');
    await wish(buyer.page, 1, 'boxes-right');
    await buyer.page.getByTestId('best-nearby').check();
    const found = await find(buyer.page);
    expect(found.of('otherSection')).toBe('true');
    expect(found.text).toMatch(/The section that you chose did not have them: these are in .+\./);
    await buyer.page.getByTestId('release-all').click();
    await buyer.leave();
  });

  it('[O1] says that a seat is left single', async () => {
    const buyer = await search('scraps');
    await wish(buyer.page, 2, 'stalls-left');
    const found = await find(buyer.page);
    expect(found.of('singles')).toBe('1');
    expect(found.text).toContain('leaves 1 seat');
    await buyer.page.getByTestId('release-all').click();
    await buyer.leave();
  });

  it('[B4] brings a place for a wheelchair, and one for a companion', async () => {
    const buyer = await search('scraps');
    await wish(buyer.page, 2, 'stalls-right');
    await buyer.page.getByTestId('best-wheelchairs-stepMore').click();
    const found = await find(buyer.page);
    expect([...found.seats].sort()).toEqual([323, 324]);
    await buyer.page.getByTestId('release-all').click();
    await buyer.leave();
  });

  it('keeps to the price: a category, or the most per seat', async () => {
    const buyer = await search('house');
    const { page } = buyer;
    await page.getByTestId('best-count').fill('1');
    await page.getByTestId('best-price').selectOption('only:a');
    const dear = await find(page);
    await page.getByTestId('best-price').selectOption('most:90000');
    const prices = await page.evaluate(
      async () => ((await (await fetch('/api/shows/house')).json()) as { prices: object[] }).prices,
    );
    expect(prices).toContainEqual(expect.objectContaining({ id: 's', amount: 90_000 }));
    await page.getByTestId('best-find').click();
    await expect
      .poll(() => page.getByTestId('best-result').getAttribute('data-seats'))
      .not.toBe(dear.seats.join());
    expect(await page.getByTestId('total').textContent()).toMatch(/150,000/);
    await buyer.leave();
  });
});

it('[A1] says why before the sale is open', async () => {
  const buyer = await search('soon');
  await buyer.page.getByTestId('best-find').click();
  await buyer.page.locator('[data-testid=best-refusal][data-code=NOT_ON_SALE]').waitFor();
  await buyer.leave();
});

it('[H4] asks for no more than the buyer may have', async () => {
  const buyer = await search('house');
  const { page } = buyer;
  await page.getByTestId('best-count').fill('60');
  expect(await page.getByTestId('best-count').inputValue()).toBe('6');
  const found = await find(page);
  expect(found.seats).toHaveLength(6);
  await page.getByTestId('best-cap').waitFor();
  await buyer.leave();
});

it('is found, filled in and sent by the keyboard alone, and the focus stays', async () => {
  const buyer = await Buyer.arrive(stage.browser, stage.url);
  const { page } = buyer;
  await buyer.open('house');
  const tabTo = async (testId: string): Promise<void> => {
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))) === testId) return;
    }
    throw new Error(`Tab does not lead to ${testId}`);
  };
  await tabTo('way-best');
  await page.keyboard.press('Enter');
  await tabTo('best-count');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await tabTo('best-section');
  await page.keyboard.press('ArrowDown');
  await tabTo('best-together');
  await page.keyboard.press('Space');
  await tabTo('best-find');
  await page.keyboard.press('Enter');
  const result = page.locator('[role=status] [data-testid=best-result]');
  await result.waitFor();
  expect((await result.getAttribute('data-seats'))?.split(',')).toHaveLength(4);
  expect(await result.textContent()).toContain('Stalls left');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('best-find');
  await buyer.leave();
});

it('is told by the map or the list too, when the buyer has gone there meanwhile', async () => {
  const buyer = await search('house');
  const { page } = buyer;
  await buyer.cutOff();
  await page.route('**/holds/*', async (route) => {
    if (route.request().method() === 'PUT') await page.getByTestId('way-list').click();
    await route.continue();
  });
  await page.getByTestId('best-find').click();
  await buyer.isTold('saidBest', 20_000);
  await buyer.leave();
});
