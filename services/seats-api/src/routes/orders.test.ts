import { orderBody, ordersBody } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { hold, openWithBuyer, paidBody } from '../testing/holding.ts';
import { bodyOf, refusalOf, type Visitor } from '../testing/visitor.ts';

describe('POST /api/orders/{id}/return', () => {
  const giveBack = (buyer: Visitor, id: string) => buyer.ask('POST', `/api/orders/${id}/return`);
  const bought = async (buyer: Visitor, id: string) =>
    (await bodyOf(await buyer.send('POST', `/api/holds/${id}/pay`, {}), 200, paidBody)).order;

  it('[P3] gives seats and money back, and no longer says that it may', async () => {
    const { bench, buyer } = await openWithBuyer();
    const order = await bought(buyer, (await hold(bench, buyer, 0, 4)).id);
    expect(order).toMatchObject({ state: 'paid', returnable: true });
    const returned = await bodyOf(await giveBack(buyer, order.id), 200, paidBody);
    const { returnable: _, ...rest } = order;
    expect(returned.order).toEqual({ ...rest, state: 'refunded' });
    expect(returned.hold).toMatchObject({ id: order.hold, state: 'refunded', seats: [] });
    expect(await bodyOf(await giveBack(buyer, order.id), 200, paidBody)).toMatchObject({
      order: returned.order,
    });
    await hold(bench, await bench.buyer(), 0, 4);
  });

  it('[P3] is refused after the show’s moment, and where the show takes nothing back', async () => {
    const { bench, buyer } = await openWithBuyer();
    const id = bench.newId();
    await buyer.send('PUT', `/api/shows/other-show/holds/${id}`, { seats: [0] });
    const plain = await bought(buyer, id);
    expect(plain.returnable).toBeUndefined();
    await refusalOf(await giveBack(buyer, plain.id), 409, 'NO_RETURNS');
    const order = await bought(buyer, (await hold(bench, buyer, 0)).id);
    bench.advance(3_600_000);
    expect(await bodyOf(await buyer.get(`/api/orders/${order.id}`), 200, orderBody)).not.toHaveProperty(
      'returnable',
    );
    await refusalOf(await giveBack(buyer, order.id), 409, 'NO_RETURNS');
  });

  it('[P3] tells others that there is no such order', async () => {
    const { bench, buyer } = await openWithBuyer();
    const order = await bought(buyer, (await hold(bench, buyer, 0)).id);
    const other = await bench.buyer();
    for (const id of [order.id, bench.newId(), 'no-uuid'])
      await refusalOf(await giveBack(other, id), 404, 'ORDER_NOT_FOUND');
    await refusalOf(await bench.stranger().ask('POST', `/api/orders/${order.id}/return`), 401, 'NO_SESSION');
  });
});

describe('GET /api/orders', () => {
  it('lists the buyer’s own of every show, returned ones too, but no declined attempts', async () => {
    const { bench, buyer } = await openWithBuyer();
    const pay = async (id: string, method = 'sandbox-card') => {
      const order = bench.newId();
      await buyer.send('POST', `/api/holds/${id}/pay`, { id: order, method });
      return order;
    };
    const returned = await pay((await hold(bench, buyer, 0)).id);
    await buyer.ask('POST', `/api/orders/${returned}/return`);
    bench.advance(1_000);
    const elsewhere = bench.newId();
    await buyer.send('PUT', `/api/shows/other-show/holds/${elsewhere}`, { seats: [0] });
    const paid = await pay(elsewhere);
    await pay((await hold(bench, buyer, 1)).id, 'sandbox-declined');
    const { orders } = await bodyOf(await buyer.get('/api/orders'), 200, ordersBody);
    expect(orders.map(({ id, show, state }) => [id, show, state])).toEqual([
      [paid, 'other-show', 'paid'],
      [returned, 'test-show', 'refunded'],
    ]);
    const other = await bench.buyer();
    expect(await bodyOf(await other.get('/api/orders'), 200, ordersBody)).toEqual({ orders: [] });
    await refusalOf(await bench.stranger().get('/api/orders'), 401, 'NO_SESSION');
  });
});
