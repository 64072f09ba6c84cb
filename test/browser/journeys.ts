import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Buyer, type BuyerOptions } from './buyer.ts';
import { crowd } from './crowd.ts';
import { takePicture } from './picture.ts';

/** What the journeys need of the sale that they go through. */
export interface SaleUnderTest {
  readonly browser: Browser;
  /** Where each of two buyers comes in. */
  readonly url: string;
  readonly realtimeUrls: readonly [string | undefined, string | undefined];
  /** A show on the demo grid whose holds last a few seconds. */
  readonly quickShow: string;
}

/** What two buyers in two browsers must see of each other, whatever the processes behind the sale are. */
export function describeJourneys(name: string, sale: () => SaleUnderTest): void {
  describe(`two buyers: ${name}`, () => {
    let ann: Buyer;
    let ben: Buyer;
    // Each journey has seats of its own: they share one sale.
    let nextSeat = 0;
    const freshSeat = () => nextSeat++;

    const arrive = (index: 0 | 1, options: BuyerOptions = {}) => {
      const { browser, url, realtimeUrls } = sale();
      const realtimeUrl = realtimeUrls[index];
      return Buyer.arrive(browser, url, {
        ...options,
        ...(realtimeUrl === undefined ? {} : { realtimeUrl }),
      });
    };
    const agree = () =>
      expect
        .poll(async () => (await ann.mapHash()) === (await ben.mapHash()), { timeout: 10_000 })
        .toBe(true);

    beforeEach(async () => {
      ann = await arrive(0);
      ben = await arrive(1);
    });
    afterEach(async () => {
      expect([...ann.faults, ...ben.faults]).toEqual([]);
      await Promise.all([ann.leave(), ben.leave()]);
    });

    it('[S1] [A1] race for a seat: one wins, the other is told', async () => {
      const seat = freshSeat();
      await Promise.all([ann.open('demo'), ben.open('demo')]);
      await Promise.all([ann.click(seat), ben.click(seat)]);
      await expect
        .poll(async () => [await ann.ownStateOf(seat), await ben.ownStateOf(seat)].sort(), {
          timeout: 10_000,
        })
        .toEqual(['mine', null]);
      const loser = (await ann.ownStateOf(seat)) === 'mine' ? ben : ann;
      await loser.isTold('SEAT_TAKEN');
      await Promise.all([ann.sees(seat, 'held'), ben.sees(seat, 'held')]);
      await agree();
    });

    it('[L2] see each other hold, pay and let go, and the same map after a reload', async () => {
      const [bought, given] = [freshSeat(), freshSeat()];
      await Promise.all([ann.open('demo'), ben.open('demo')]);
      await ann.hold(bought);
      await ben.sees(bought, 'held');
      await ann.pay();
      await ann.page.getByTestId('order-done').click();
      await ann.owns(bought, 'owned');
      await ben.sees(bought, 'sold');
      await ben.hold(given);
      await ann.sees(given, 'held');
      await ben.page.getByTestId('release-all').click();
      await ann.sees(given, 'available');
      await ben.owns(given, null);
      await agree();
      await Promise.all([ann.reload(), ben.reload()]);
      await ann.owns(bought, 'owned');
      await ben.sees(bought, 'sold');
      await agree();
    });

    it('[H2] see a hold end at its deadline, and its holder is told', async () => {
      const seat = freshSeat();
      const { quickShow } = sale();
      await Promise.all([ann.open(quickShow), ben.open(quickShow)]);
      await ann.hold(seat);
      await ann.page.getByTestId('countdown').waitFor();
      await ben.sees(seat, 'held');
      await Promise.all([ann.sees(seat, 'available'), ben.sees(seat, 'available')]);
      await ann.owns(seat, null);
      await ann.page.getByTestId('notice').waitFor();
      await agree();
      await ben.hold(seat);
    });

    it('[P1] keep the seats when a payment is declined, and pay then', async () => {
      const seat = freshSeat();
      await ann.open('demo');
      await ann.hold(seat);
      await ann.pay('sandbox-declined');
      await ann.page.locator('[data-testid=pay-refusal][data-code=PAYMENT_DECLINED]').waitFor();
      await ann.owns(seat, 'mine');
      await ann.page.getByTestId('pay-method-sandbox-card').check();
      await ann.page.getByTestId('pay-confirm').click();
      await ann.page.getByTestId('confirmation').waitFor();
      await ann.owns(seat, 'owned');
    });

    it('[L3] are told when the connection is lost, and catch up by themselves', async () => {
      const [seat, meanwhile] = [freshSeat(), freshSeat()];
      await Promise.all([ann.open('demo'), ben.open('demo')]);
      await ann.hold(seat);
      await ben.sees(seat, 'held');
      await ann.cutOff();
      await ann.page.locator('[data-testid=banner][data-kind=reconnecting]').waitFor({ timeout: 10_000 });
      await ben.hold(meanwhile);
      ann.reconnect();
      await ann.isLive();
      await ann.sees(meanwhile, 'held');
      await ann.owns(seat, 'mine');
      await agree();
    });

    it('[H4] are told their cap', async () => {
      await ann.open(sale().quickShow);
      const seats = Array.from({ length: 9 }, (_, index) => 50 + index);
      for (const seat of seats.slice(0, 8)) await ann.hold(seat);
      await ann.click(seats[8] ?? 0);
      await ann.isTold('CAP_EXCEEDED');
    });

    it('can read everything in Korean', async () => {
      const kim = await arrive(0, { language: 'ko' });
      await kim.open('demo');
      await kim.hold(freshSeat());
      expect(await kim.page.locator('html').getAttribute('lang')).toBe('ko');
      expect(await kim.page.getByTestId('pay').textContent()).toMatch(/[가-힣]/);
      expect(kim.faults).toEqual([]);
      await kim.leave();
    });

    it.each([
      ['theatre', 1280, 800],
      ['arena', 1280, 800],
      ['demo', 360, 720],
    ] as const)('see %s at %i px', async (show, width, height) => {
      await crowd(sale().url, show);
      const visitor = await arrive(0, { width, height });
      await visitor.open(show);
      expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
      await takePicture(visitor, `${show}-${width}`);
      await visitor.leave();
    });
  });
}
