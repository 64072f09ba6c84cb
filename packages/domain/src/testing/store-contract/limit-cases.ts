import { describe, expect, it } from 'vitest';
import type { BuyerId, Seat } from '../../ids.ts';
import type { Sale } from '../../show.ts';
import { heldOf, orderedOf, refusalOf } from '../outcomes.ts';
import { race, type StoreBench, shortHoldMs } from './bench.ts';

/** Limits on how often a buyer may take and drop seats: H6, H7. */
export function limitCases(bench: () => StoreBench): void {
  const holdOf = (buyer: BuyerId, ...seats: Seat[]) =>
    ({ kind: 'hold', id: bench().newId(), buyer, seats }) as const;
  /** Holds and releases. */
  const drop = async (sale: Sale, buyer: BuyerId, seat: Seat) => {
    const { id } = await bench().hold(sale, buyer, [seat]);
    return heldOf(await bench().ask(sale, { kind: 'release', hold: id, buyer, seats: null }));
  };

  describe('limits', () => {
    it('[H6] counts a buyer’s holds of a minute in all sections, whatever became of them', async () => {
      const sale = await bench().openSale({ sections: [4, 4], limits: { holdsPerMinuteMax: 4 } });
      const elsewhere = await bench().openSale({ limits: { holdsPerMinuteMax: 4 } });
      const buyer = bench().newBuyer();
      const first = await bench().hold(sale, buyer, [0]);
      await drop(sale, buyer, 4);
      const { hold, order } = await bench().buy(sale, buyer, [4]);
      await bench().ask(sale, { kind: 'refund', order: order.id, hold: hold.id });
      await bench().buy(sale, buyer, [5]);

      for (const store of bench().stores) {
        const { outcomes, nowMs, entries } = await bench().commit(sale, [holdOf(buyer, 1)], store);
        const retryAfterMs = first.createdAtMs + 60_000 - nowMs;
        expect(refusalOf(outcomes[0])).toEqual({ code: 'TOO_MANY_HOLDS', details: { retryAfterMs } });
        expect(entries).toEqual([]);
      }
      const again = { kind: 'hold', id: first.id, buyer, seats: [0] } as const;
      expect(heldOf(await bench().ask(sale, again))).toEqual(first);
      await bench().hold(sale, bench().newBuyer(), [1]);
      await bench().hold(elsewhere, buyer, [0]);
    });

    it('[H6] grants as many as a minute allows to one who asks everywhere at once', async () => {
      const sections = Array.from({ length: 8 }, () => 5);
      const sale = await bench().openSale({ sections, cap: 40, limits: { holdsPerMinuteMax: 6 } });
      const buyer = bench().newBuyer();
      const outcomes = await race(40, (n) =>
        bench().ask(sale, holdOf(buyer, 5 * (n % 8) + Math.floor(n / 8)), bench().storeFor(n)),
      );
      const refusals = outcomes.filter(({ ok }) => !ok).map((outcome) => refusalOf(outcome).code);
      expect(refusals).toEqual(Array(34).fill('TOO_MANY_HOLDS'));
      expect(await bench().store.holdsOf(sale.show.id, buyer)).toHaveLength(6);
    });

    it('[H6] counts within a batch, each buyer by himself', async () => {
      const sale = await bench().openSale({ sections: [8], limits: { holdsPerMinuteMax: 2 } });
      const [ann, bob] = [bench().newBuyer(), bench().newBuyer()];
      await bench().hold(sale, ann, [7]);
      const asked = [holdOf(ann, 0), holdOf(bob, 1), holdOf(ann, 2), holdOf(bob, 3), holdOf(bob, 4)];
      const { outcomes } = await bench().commit(sale, asked);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true, false]);
    });

    it('[H7] cools a buyer down who dropped many holds, until the oldest leaves the window', async () => {
      const dropWindowMs = 1_500;
      const limits = { dropsMax: 2, dropWindowMs };
      const sale = await bench().openSale({ sections: [4, 4], limits });
      const buyer = bench().newBuyer();
      const released = await drop(sale, buyer, 0);
      await drop(sale, buyer, 4);
      const endedAtMs = released.endedAtMs ?? 0;

      const { outcomes, nowMs } = await bench().commit(sale, [holdOf(buyer, 1), holdOf(buyer, 1)]);
      const refusal = { code: 'COOLING_DOWN', details: { retryAfterMs: endedAtMs + dropWindowMs - nowMs } };
      expect(outcomes.map(refusalOf)).toEqual([refusal, refusal]);
      const many = await race(10, (n) => bench().ask(sale, holdOf(buyer, n % 8), bench().storeFor(n)));
      expect(many.map((outcome) => refusalOf(outcome).code)).toEqual(Array(10).fill('COOLING_DOWN'));
      await bench().hold(sale, bench().newBuyer(), [1]);
      await bench().passed(endedAtMs + dropWindowMs);
      await bench().hold(sale, buyer, [0]);
    });

    it('[H7] counts expired holds from their deadline, swept or not, and nothing that was paid', async () => {
      const limits = { dropsMax: 2, dropWindowMs: 60_000 };
      const sale = await bench().openSale({ cap: 8, holdMs: shortHoldMs, paymentMs: 60_000, limits });
      const buyer = bench().newBuyer();
      for (const seat of [0, 1]) {
        const { hold, order } = await bench().buy(sale, buyer, [seat]);
        await bench().ask(sale, { kind: 'refund', order: order.id, hold: hold.id });
      }
      const lapsed = [await bench().hold(sale, buyer, [2]), await bench().hold(sale, buyer, [4])] as const;
      await bench().passed(lapsed[1].untilMs);
      const refused = async () => {
        const { outcomes, nowMs } = await bench().commit(sale, [holdOf(buyer, 0)]);
        const retryAfterMs = lapsed[0].untilMs + 60_000 - nowMs;
        expect(refusalOf(outcomes[0])).toEqual({ code: 'COOLING_DOWN', details: { retryAfterMs } });
      };
      await refused();
      for (const { id } of lapsed) await bench().ask(sale, { kind: 'expire', hold: id });
      await refused();
    });

    it('[H7] [P1] has not dropped what a late payment takes back', async () => {
      const limits = { dropsMax: 1, dropWindowMs: 60_000 };
      for (const swept of [false, true]) {
        const sale = await bench().openSale({ holdMs: shortHoldMs, paymentMs: shortHoldMs, limits });
        const buyer = bench().newBuyer();
        const held = await bench().hold(sale, buyer, [0, 4]);
        const order = await bench().startPayment(sale, held);
        await bench().passed((await bench().store.hold(held.id))?.untilMs ?? 0);
        if (swept) await bench().ask(sale, { kind: 'expire', hold: held.id });
        expect(refusalOf(await bench().ask(sale, holdOf(buyer, 1))).code).toBe('COOLING_DOWN');
        expect(orderedOf(await bench().settle(sale, order, 'succeeded')).state).toBe('paid');
        expect(heldOf(await bench().ask(sale, holdOf(buyer, 1))).seats).toEqual([1]);
      }
    });

    it('limits nobody where limits are off', async () => {
      const sale = await bench().openSale({ sections: [40], cap: 40 });
      const buyer = bench().newBuyer();
      const commands = Array.from({ length: 40 }, (_, seat) => holdOf(buyer, seat));
      await bench().commit(sale, commands);
      const drops = commands.map(({ id }) => ({ kind: 'release', hold: id, buyer, seats: null }) as const);
      await bench().commit(sale, drops);
      expect((await bench().hold(sale, buyer, [0])).state).toBe('active');
    });
  });
}
