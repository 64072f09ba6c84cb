import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violationsOf } from './axe.ts';
import { Buyer, type BuyerOptions } from './buyer.ts';
import { takePicture } from './picture.ts';
import { textOfQr } from './qr.ts';
import { openStage, type Stage } from './stage.ts';

const widths = [
  [360, 740, true],
  [768, 1024, true],
  [1440, 900, false],
] as const;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(inject('chromiumPath'), {
    longer: { extensionSeconds: 60, holdSeconds: 40 },
    firm: { extensionSeconds: undefined, returnsUntil: undefined },
    free: { returnsUntil: '2030-05-31T00:00:00Z' },
  });
}, 240_000);

afterAll(() => stage?.close());

async function arrive(show: string, options: BuyerOptions = {}): Promise<Buyer> {
  const buyer = await Buyer.arrive(stage.browser, stage.url, options);
  await buyer.open(show);
  return buyer;
}

async function leftMs(page: Page): Promise<number> {
  return Number(await page.getByTestId('countdown').getAttribute('data-left-ms'));
}

/** Holds the best seats there are, in one hold. */
async function holdBest(buyer: Buyer, count: number): Promise<number[]> {
  const { page } = buyer;
  await page.getByTestId('way-best').click();
  await page.getByTestId('best-count').fill(String(count));
  await page.getByTestId('best-find').click();
  const seats = await page.getByTestId('best-result').getAttribute('data-seats');
  await page.getByTestId('way-map').click();
  return (seats ?? '').split(',').map(Number);
}

async function isSound(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(await violationsOf(page)).toEqual([]);
}

describe('[H8] more time', () => {
  it('is given once, from the basket', async () => {
    const buyer = await arrive('longer', { width: 360, height: 740, isTouch: true });
    const { page } = buyer;
    await buyer.hold(5);
    await page.getByTestId('basket-handle').click();
    const before = await leftMs(page);
    await page.getByTestId('extend').click();
    await buyer.isTold('saidExtended');
    expect((await leftMs(page)) - before).toBeGreaterThan(50_000);
    await page.getByTestId('extend').waitFor({ state: 'detached' });
    await buyer.leave();
  });

  it('is offered, aloud, before the time is over', async () => {
    const buyer = await arrive('longer', { language: 'ko' });
    const { page } = buyer;
    await buyer.hold(15);
    await page.locator('[role=status] [data-code=saidHurry]').waitFor({ timeout: 20_000 });
    expect(await leftMs(page)).toBeGreaterThan(20_000);
    await page.getByTestId('extend-now').click();
    await buyer.isTold('saidExtended');
    await buyer.leave();
  });

  it('is not offered where the show gives none', async () => {
    const buyer = await arrive('firm');
    await buyer.hold(5);
    expect(await buyer.page.getByTestId('pay').isVisible()).toBe(true);
    expect(await buyer.page.getByTestId('extend').count()).toBe(0);
    await buyer.leave();
  });
});

it('asks for a name and an address, says what is wrong with them, and remembers them in the tab', async () => {
  const buyer = await arrive('demo');
  const { page } = buyer;
  await buyer.hold(1);
  await page.getByTestId('pay').click();
  await page.getByTestId('pay-method-sandbox-card').check();
  await page.getByTestId('contact-email').fill('ann@');
  await page.getByTestId('pay-confirm').click();
  await page.getByTestId('contact-name-fault').waitFor();
  await page.getByTestId('contact-email-fault').waitFor();
  // The first field that is wrong has the focus, and is described by its fault.
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('contact-name');
  expect(await page.getByTestId('contact-name').getAttribute('aria-describedby')).toBe('contact-name-fault');
  expect(await page.getByTestId('contact-name').getAttribute('autocomplete')).toBe('name');
  expect(await page.getByTestId('contact-email').getAttribute('autocomplete')).toBe('email');
  await page.getByTestId('contact-name').fill('Ann Kim');
  await page.getByTestId('contact-email').fill('ann@example.com');
  expect(await page.locator('.fault').count()).toBe(0);
  await page.getByTestId('pay-confirm').click();
  await page.getByTestId('confirmation').waitFor();
  await page.getByTestId('order-done').click();
  await buyer.reload();
  await buyer.hold(2);
  await page.getByTestId('pay').click();
  expect(await page.getByTestId('contact-name').inputValue()).toBe('Ann Kim');
  expect(await page.getByTestId('contact-email').inputValue()).toBe('ann@example.com');
  await buyer.leave();
});

describe.each(widths)('on the provider’s page, at %i px', (width, height, isTouch) => {
  it('[P1] seats are paid, and come back as tickets whose codes the door takes', async () => {
    const buyer = await arrive('theatre', { width, height, isTouch });
    const { page } = buyer;
    const seats = await holdBest(buyer, 2);
    await page.getByTestId('pay').click();
    await page.getByTestId('contact-name').fill('Ann Kim');
    await page.getByTestId('contact-email').fill('ann@example.com');
    // It is what is chosen unless the buyer chooses otherwise.
    expect(await page.getByTestId('pay-method-sandbox-page').isChecked()).toBe(true);
    await isSound(page, width);
    await takePicture(buyer, `payment-${width}`);
    await page.getByTestId('pay-confirm').click();
    await page.waitForURL('**/pay/*');
    await page.locator('button[value=pay]').click();
    await page.waitForURL('**/orders/*');
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('order-contact').textContent()).toContain('Ann Kim');
    await page.getByTestId('qr').nth(1).waitFor();
    for (const [index, seat] of seats.sort((a, b) => a - b).entries()) {
      const pass = page.locator(`[data-testid=pass][data-seat="${seat}"]`);
      const code = await textOfQr(pass.getByTestId('qr'));
      expect(code).not.toBeNull();
      const answer = await fetch(`${stage.url}/api/passes/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      expect(await answer.json()).toMatchObject({ valid: true, show: 'theatre', seat: seats[index] });
    }
    await isSound(page, width);
    await page.getByTestId('qr').first().scrollIntoViewIfNeeded();
    await takePicture(buyer, `tickets-${width}`);
    expect(buyer.faults).toEqual([]);
    await buyer.leave();
  });
});

describe('on the provider’s page', () => {
  async function toPage(
    show: string,
    picks: readonly number[],
    language: 'en' | 'ko' = 'en',
  ): Promise<Buyer> {
    const buyer = await arrive(show, { language });
    for (const seat of picks) await buyer.hold(seat);
    await buyer.pay('sandbox-page');
    await buyer.page.waitForURL('**/pay/*');
    return buyer;
  }

  it('[P1] declining brings the buyer back to seats that are still held', async () => {
    const buyer = await toPage('demo', [21]);
    const { page } = buyer;
    await page.locator('button[value=decline]').click();
    await page.locator('[data-testid=order-page][data-state=declined]').waitFor({ timeout: 20_000 });
    await page.getByTestId('order-more').locator('a').click();
    // The checkout is open again, and another attempt goes through.
    await page.getByTestId('pay-method-sandbox-card').check();
    await page.getByTestId('pay-confirm').click();
    await page.getByTestId('confirmation').waitFor();
    await buyer.owns(21, 'owned');
    await buyer.leave();
  });

  it('holds that were made one by one are paid one by one', async () => {
    const buyer = await toPage('demo', [31, 32]);
    const { page } = buyer;
    await page.locator('button[value=pay]').click();
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('order-more').textContent()).toContain('1 more seat');
    await page.getByTestId('order-more').locator('a').click();
    await page.getByTestId('pay-confirm').click();
    await page.waitForURL('**/pay/*');
    await page.locator('button[value=pay]').click();
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('order-more').count()).toBe(0);
    await buyer.leave();
  });

  it('[H5] who goes back without paying is led to the same page again', async () => {
    const buyer = await toPage('demo', [41], 'ko');
    const { page } = buyer;
    const address = page.url();
    await page.goBack();
    await buyer.isLive();
    await buyer.owns(41, 'mine');
    await buyer.pay('sandbox-page');
    await page.waitForURL('**/pay/*');
    expect(page.url()).toBe(address);
    await buyer.leave();
  });

  it('an order that waits for its payment says where it is paid', async () => {
    const buyer = await toPage('demo', [51]);
    const { page } = buyer;
    const order = page.url().split('/').at(-1);
    await page.goto(`${stage.url}/orders/${order}`);
    await page.getByTestId('order-pay').click();
    await page.waitForURL('**/pay/*');
    await page.locator('button[value=pay]').click();
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor({ timeout: 20_000 });
    await buyer.leave();
  });
});

describe('[P3] an order', () => {
  async function bought(show: string, seat: number, options: BuyerOptions = {}): Promise<Buyer> {
    const buyer = await arrive(show, options);
    await buyer.hold(seat);
    await buyer.pay();
    await buyer.page.getByTestId('confirmed-order').locator('a').click();
    await buyer.page.getByTestId('qr').waitFor();
    return buyer;
  }

  it.each(widths)(
    'is given back at %i px, after the buyer has been asked',
    async (width, height, isTouch) => {
      const seat = width % 97;
      const buyer = await bought('free', seat, { width, height, isTouch });
      const { page } = buyer;
      const code = await textOfQr(page.getByTestId('qr'));
      await page.getByTestId('return').click();
      await isSound(page, width);
      await page.getByTestId('return-keep').click();
      expect(await page.getByTestId('order-page').getAttribute('data-state')).toBe('paid');
      await page.getByTestId('return').click();
      await page.getByTestId('return-confirm').click();
      await page.locator('[data-testid=order-page][data-state=refunded]').waitFor({ timeout: 20_000 });
      expect(await page.getByTestId('qr').count()).toBe(0);
      await isSound(page, width);
      const answer = await fetch(`${stage.url}/api/passes/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      expect(await answer.json()).toMatchObject({ valid: false, reason: 'returned' });
      await page.goto(`${stage.url}/orders`);
      await page.locator('[data-testid=my-orders] a[data-state=refunded]').waitFor();
      await isSound(page, width);
      await buyer.open('free');
      await buyer.sees(seat, 'available');
      await buyer.leave();
    },
  );

  it('cannot be given back where the show takes none', async () => {
    const buyer = await bought('firm', 9);
    expect(await buyer.page.getByTestId('return').count()).toBe(0);
    await buyer.leave();
  });

  it('says, in Korean, that it came too late', async () => {
    const buyer = await bought('free', 90, { language: 'ko' });
    const { page } = buyer;
    // The time has run out since the page was shown.
    await page.route('**/return', (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: 'NO_RETURNS', message: 'too late', requestId: 'r' } },
      }),
    );
    await page.getByTestId('return').click();
    await page.getByTestId('return-confirm').click();
    const refusal = page.locator('[role=alert][data-code=NO_RETURNS]');
    await refusal.waitFor();
    expect(await refusal.textContent()).toMatch(/[가-힣]/);
    await buyer.leave();
  });
});

it('prints a ticket a page, and nothing else', async () => {
  const buyer = await arrive('demo', { width: 1440, height: 900 });
  const { page } = buyer;
  await holdBest(buyer, 3);
  await buyer.pay();
  await page.getByTestId('confirmed-order').locator('a').click();
  await page.getByTestId('qr').nth(2).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.header').isVisible()).toBe(false);
  expect(await page.getByTestId('order-page').isVisible()).toBe(false);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
  await buyer.leave();
});
