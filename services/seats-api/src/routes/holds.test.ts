import { holdBody, holdsBody, orderBody } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { hold, holdsPath, openWithBuyer, paidBody, put } from '../testing/holding.ts';
import { bodyOf, refusalOf, type Visitor } from '../testing/visitor.ts';

describe('PUT /api/shows/{show}/holds/{id}', () => {
  it('[H1] holds every seat asked for until the deadline, at the server’s price', async () => {
    const { bench, buyer } = await openWithBuyer();
    const id = bench.newId();
    expect(await bodyOf(await put(buyer, id, [5, 1]), 201, holdBody)).toEqual({
      id,
      show: 'test-show',
      seats: [1, 5],
      amount: 3_000 + 7_550,
      currency: 'KRW',
      expiresAt: new Date(bench.nowMs() + 300_000).toISOString(),
      state: 'active',
      order: null,
      serverTime: new Date(bench.nowMs()).toISOString(),
      mayExtend: true,
    });
  });

  it('[B1] [B2] [H5] holds the best seats for a wish, and says how near they come', async () => {
    const { bench, buyer } = await openWithBuyer();
    const path = `${holdsPath}/${bench.newId()}`;
    const best = { count: 2, sections: ['section-2', 'section-1'], priceMax: 5_000 };
    const held = await bodyOf(await buyer.send('PUT', path, { best }), 201, holdBody);
    expect(held).toMatchObject({ seats: [0, 1], amount: 6_000, state: 'active' });
    expect(held.best).toEqual({
      together: true,
      parts: 1,
      section: 'section-1',
      otherSection: true,
      restrictedView: false,
    });
    expect(await bodyOf(await buyer.send('PUT', path, { best }), 201, holdBody)).toEqual(held);
    await refusalOf(await buyer.send('PUT', path, { best: { ...best, count: 1 } }), 409, 'ID_REUSED');
    await refusalOf(await buyer.send('PUT', path, { seats: [0, 1] }), 409, 'ID_REUSED');
  });

  it.each<[what: string, best: object, status: number, code: ErrorCode]>([
    ['more than there are', { count: 4, section: 'section-1', together: true }, 409, 'NOT_ENOUGH_SEATS'],
    ['a section that is not there', { count: 1, section: 'pit' }, 404, 'SECTION_NOT_FOUND'],
    ['a price that is not there', { count: 1, price: 'gratis' }, 400, 'BAD_REQUEST'],
    ['more than the cap', { count: 5 }, 409, 'CAP_EXCEEDED'],
    ['no seat', { count: 0 }, 400, 'BAD_REQUEST'],
    ['half a seat', { count: 1.5 }, 400, 'BAD_REQUEST'],
    ['no number', {}, 400, 'BAD_REQUEST'],
    [
      'a section and sections',
      { count: 1, section: 'section-1', sections: ['section-1'] },
      400,
      'BAD_REQUEST',
    ],
    ['a wish that nobody knows', { count: 1, window: true }, 400, 'BAD_REQUEST'],
    ['more places for wheelchairs than seats', { count: 1, accessible: 2 }, 400, 'BAD_REQUEST'],
  ])('[B1] refuses a wish for %s', async (_what, best, status, code) => {
    const { bench, buyer } = await openWithBuyer();
    await hold(bench, await bench.buyer(), 1);
    await refusalOf(await buyer.send('PUT', `${holdsPath}/${bench.newId()}`, { best }), status, code);
  });

  it('refuses seats and a wish together, and neither', async () => {
    const { bench, buyer } = await openWithBuyer();
    const path = `${holdsPath}/${bench.newId()}`;
    const both = await refusalOf(
      await buyer.send('PUT', path, { seats: [0], best: { count: 1 } }),
      400,
      'BAD_REQUEST',
    );
    expect(both.details).toEqual({ faults: ['best: cannot stand together with seats'] });
    const neither = await refusalOf(await buyer.send('PUT', path, {}), 400, 'BAD_REQUEST');
    expect(neither.details).toEqual({ faults: ['seats: is missing, and so is best'] });
  });

  it('[H5] answers a repeat with the hold as it stands, and another content with ID_REUSED', async () => {
    const { bench, buyer } = await openWithBuyer();
    const id = bench.newId();
    const first = await bodyOf(await put(buyer, id, [0, 1]), 201, holdBody);
    expect(await bodyOf(await put(buyer, id, [1, 0]), 201, holdBody)).toEqual(first);
    await refusalOf(await put(buyer, id, [0]), 409, 'ID_REUSED');
    await refusalOf(
      await buyer.send('PUT', `/api/shows/other-show/holds/${id}`, { seats: [0, 1] }),
      409,
      'ID_REUSED',
    );
    await refusalOf(await put(await bench.buyer(), id, [0, 1]), 409, 'ID_REUSED');
    await buyer.send('DELETE', `/api/holds/${id}`);
    expect(await bodyOf(await put(buyer, id, [0, 1]), 201, holdBody)).toMatchObject({ state: 'released' });
  });

  it('[H1] takes none when one is taken, and names those in the way', async () => {
    const { bench, buyer } = await openWithBuyer();
    await hold(bench, buyer, 0, 4);
    const other = await bench.buyer();
    const { details } = await refusalOf(await put(other, bench.newId(), [3, 4, 0, 7]), 409, 'SEAT_TAKEN');
    expect(details).toEqual({ seats: [0, 4, 7] });
    expect((await put(other, bench.newId(), [3])).status).toBe(201);
  });

  it('[H4] refuses more than the cap, over several holds too', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { details } = await refusalOf(
      await put(buyer, bench.newId(), [0, 1, 2, 3, 4]),
      409,
      'CAP_EXCEEDED',
    );
    expect(details).toMatchObject({ cap: 4 });
    await hold(bench, buyer, 0, 1, 2);
    const second = await refusalOf(await put(buyer, bench.newId(), [3, 4]), 409, 'CAP_EXCEEDED');
    expect(second.details).toEqual({ cap: 4, claimed: 3 });
    expect((await put(buyer, bench.newId(), [3])).status).toBe(201);
  });

  it.each<[what: string, seats: unknown, status: number, code: ErrorCode]>([
    ['no seat', [], 400, 'SEATS_EMPTY'],
    ['a seat twice', [1, 2, 1], 400, 'SEATS_DUPLICATE'],
    ['a seat past the last', [8], 400, 'SEAT_OUT_OF_RANGE'],
    ['a seat before the first', [-1], 400, 'SEAT_OUT_OF_RANGE'],
    ['half a seat', [0.5], 400, 'BAD_REQUEST'],
    ['a seat far away', [2 ** 53], 400, 'BAD_REQUEST'],
    ['a seat as text', ['1'], 400, 'BAD_REQUEST'],
    ['a seat that is none', [null], 400, 'BAD_REQUEST'],
    ['a seat for a list', 1, 400, 'BAD_REQUEST'],
    ['more seats than a list may have', Array.from({ length: 1_001 }, (_, seat) => seat), 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_what, seats, status, code) => {
    const { bench, buyer } = await openWithBuyer();
    await refusalOf(await put(buyer, bench.newId(), seats), status, code);
    expect(await bench.store.heads('test-show')).toEqual([0, 0]);
  });

  it.each([
    ['of version 4', '6ecd8c99-4036-403d-bf84-cf8400f67836'],
    ['in capitals', '0196A3F0-0000-7000-8000-000000000000'],
    ['of no form', 'mine'],
  ])('refuses an id %s', async (_what, id) => {
    const { buyer } = await openWithBuyer();
    await refusalOf(await put(buyer, id, [1]), 400, 'BAD_ID');
  });

  it('refuses a body with another field, of another type, or of no content', async () => {
    const { bench, buyer } = await openWithBuyer();
    const path = `${holdsPath}/${bench.newId()}`;
    const extra = await refusalOf(
      await buyer.send('PUT', path, { seats: [1], buyer: 'somebody' }),
      400,
      'BAD_REQUEST',
    );
    expect(extra.details?.faults).toEqual([expect.stringContaining('buyer')]);
    const bodies = ['null', '[]', '7', '"seats"', '{}', '{"seats":[1]', '', '\u0000'];
    for (const body of bodies) {
      const response = await buyer.ask('PUT', path, {
        body,
        headers: { 'content-type': 'application/json' },
      });
      await refusalOf(response, 400, 'BAD_REQUEST');
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await buyer.ask('PUT', path, {
        body: '{"seats":[1]}',
        headers: { 'content-type': type },
      });
      await refusalOf(response, 400, 'BAD_REQUEST');
    }
    await refusalOf(await buyer.send('PUT', path), 400, 'BAD_REQUEST');
    expect(await bench.store.heads('test-show')).toEqual([0, 0]);
  });
});

describe('DELETE /api/holds/{id}', () => {
  it('gives back some seats, then the rest, and answers repeats alike', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0, 1, 4);
    const drop = async (query = '') =>
      bodyOf(await buyer.send('DELETE', `/api/holds/${id}${query}`), 200, holdBody);
    expect(await drop('?seats=1,4')).toMatchObject({ seats: [0], amount: 3_000, state: 'active' });
    expect(await drop('?seats=1')).toMatchObject({ seats: [0], state: 'active' });
    expect(await drop()).toMatchObject({ seats: [], amount: 0, state: 'released' });
    expect(await drop()).toMatchObject({ seats: [], state: 'released' });
  });

  it.each<[query: string, status: number, code: ErrorCode]>([
    ['?seats=2', 409, 'SEAT_NOT_IN_HOLD'],
    ['?seats=0,0', 400, 'SEATS_DUPLICATE'],
    ['?seats=', 400, 'BAD_REQUEST'],
    ['?seats=0,', 400, 'BAD_REQUEST'],
    ['?seats=-1', 400, 'BAD_REQUEST'],
    ['?seats=1e3', 400, 'BAD_REQUEST'],
    [`?seats=${'1,'.repeat(4_000)}1`, 400, 'BAD_REQUEST'],
  ])('refuses "%s"', async (query, status, code) => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0, 1);
    await refusalOf(await buyer.send('DELETE', `/api/holds/${id}${query}`), status, code);
  });
});

describe('POST /api/holds/{id}/extend', () => {
  const extend = (buyer: Visitor, id: string) => buyer.ask('POST', `/api/holds/${id}/extend`);

  it('[H8] moves the deadline once, and no longer says that it may', async () => {
    const { bench, buyer } = await openWithBuyer();
    const held = await hold(bench, buyer, 0, 4);
    const extended = await bodyOf(await extend(buyer, held.id), 200, holdBody);
    const { mayExtend, ...rest } = held;
    expect(mayExtend).toBe(true);
    expect(extended).toEqual({ ...rest, expiresAt: new Date(bench.nowMs() + 420_000).toISOString() });
    expect(await bodyOf(await extend(buyer, held.id), 200, holdBody)).toEqual(extended);
    const { holds } = await bodyOf(await buyer.get(holdsPath), 200, holdsBody);
    expect(holds).toEqual([extended]);
  });

  it('[H8] [H2] is refused where the show has none, after the deadline, and for what has ended', async () => {
    const { bench, buyer } = await openWithBuyer();
    const elsewhere = bench.newId();
    const path = `/api/shows/other-show/holds/${elsewhere}`;
    const plain = await bodyOf(await buyer.send('PUT', path, { seats: [0] }), 201, holdBody);
    expect(plain.mayExtend).toBeUndefined();
    await refusalOf(await extend(buyer, elsewhere), 409, 'NO_EXTENSION');
    const released = await hold(bench, buyer, 0);
    await buyer.send('DELETE', `/api/holds/${released.id}`);
    await refusalOf(await extend(buyer, released.id), 409, 'HOLD_ENDED');
    const late = await hold(bench, buyer, 1);
    bench.advance(300_000);
    await refusalOf(await extend(buyer, late.id), 409, 'HOLD_EXPIRED');
  });

  it('[H3] tells others that there is no such hold', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const other = await bench.buyer();
    for (const name of [id, bench.newId(), 'no-uuid'])
      await refusalOf(await extend(other, name), 404, 'HOLD_NOT_FOUND');
    await refusalOf(await bench.stranger().ask('POST', `/api/holds/${id}/extend`), 401, 'NO_SESSION');
  });
});

describe('POST /api/holds/{id}/pay', () => {
  it('[P2] sells the seats at the hold’s amount; an order and a hold that name each other', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id, amount } = await hold(bench, buyer, 0, 4);
    const attempt = bench.newId();
    const paid = await bodyOf(
      await buyer.send('POST', `/api/holds/${id}/pay`, { id: attempt }),
      200,
      paidBody,
    );
    expect(paid.order).toMatchObject({ id: attempt, hold: id, seats: [0, 4], amount, state: 'paid' });
    expect(paid.hold).toMatchObject({ id, seats: [0, 4], state: 'paid', order: attempt });
    const found = await bodyOf(await buyer.get(`/api/orders/${attempt}`), 200, orderBody);
    expect(found).toEqual(paid.order);
  });

  it('refuses a body of another type, which could name another method', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    for (const headers of [{ 'content-type': 'text/plain' }, {}]) {
      const body = Buffer.from('{"method":"sandbox-declined"}');
      await refusalOf(await buyer.ask('POST', `/api/holds/${id}/pay`, { body, headers }), 400, 'BAD_REQUEST');
    }
  });

  it('[H5] pays once for one attempt, and refuses its id for another hold', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const other = await hold(bench, buyer, 1);
    const attempt = bench.newId();
    const pay = (of: string, body: object) => buyer.send('POST', `/api/holds/${of}/pay`, body);
    const first = await bodyOf(await pay(id, { id: attempt }), 200, paidBody);
    expect(await bodyOf(await pay(id, { id: attempt }), 200, paidBody)).toEqual(first);
    await refusalOf(await pay(other.id, { id: attempt }), 409, 'ID_REUSED');
    await refusalOf(await pay(id, { id: bench.newId() }), 409, 'HOLD_ENDED');
  });

  it('[H5] keeps the contact with the order, tells it to its buyer alone, and takes no other by that id', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const attempt = { id: bench.newId(), contact: { name: '  김하늘 ', email: 'sky@example.com' } };
    const pay = (body: object) => buyer.send('POST', `/api/holds/${id}/pay`, body);
    const { order } = await bodyOf(await pay(attempt), 200, paidBody);
    expect(order.contact).toEqual({ name: '김하늘', email: 'sky@example.com' });
    expect(await bodyOf(await buyer.get(`/api/orders/${order.id}`), 200, orderBody)).toEqual(order);
    expect((await bodyOf(await pay(attempt), 200, paidBody)).order).toEqual(order);
    await refusalOf(await pay({ id: attempt.id }), 409, 'ID_REUSED');
    const other = { ...attempt.contact, name: 'Bob' };
    await refusalOf(await pay({ ...attempt, contact: other }), 409, 'ID_REUSED');
    await refusalOf(await (await bench.buyer()).get(`/api/orders/${order.id}`), 404, 'ORDER_NOT_FOUND');
  });

  it.each([
    ['a name of blanks', { name: '  ', email: 'a@example.com' }],
    ['a name that is too long', { name: 'x'.repeat(101), email: 'a@example.com' }],
    ['a name of two lines', { name: 'Ann\nBcc: all', email: 'a@example.com' }],
    ['half a letter', { name: 'Ann \ud800', email: 'a@example.com' }],
    ['no address', { name: 'Ann' }],
    ['an address that is none', { name: 'Ann', email: 'ann at example' }],
    ['an address that is too long', { name: 'Ann', email: `${'x'.repeat(250)}@example.com` }],
    ['something else', { name: 'Ann', email: 'a@example.com', phone: '1' }],
  ])('refuses a contact with %s, and says nothing of it', async (_what, contact) => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const answer = await buyer.send('POST', `/api/holds/${id}/pay`, { contact });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('"faults":["contact');
    for (const part of Object.values(contact))
      if (part.trim() !== '') expect(text).not.toContain(`"${part}"`);
  });

  it.each([
    ['an empty object', {}],
    ['no body', undefined],
  ])('makes the attempt’s id when the client has none: %s', async (_what, body) => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const { order } = await bodyOf(await buyer.send('POST', `/api/holds/${id}/pay`, body), 200, paidBody);
    expect((await buyer.get(`/api/orders/${order.id}`)).status).toBe(200);
  });

  it('tells a declined payment and leaves the hold payable', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const body = { id: bench.newId(), method: 'sandbox-declined' };
    await refusalOf(await buyer.send('POST', `/api/holds/${id}/pay`, body), 402, 'PAYMENT_DECLINED');
    await refusalOf(await buyer.send('POST', `/api/holds/${id}/pay`, body), 402, 'PAYMENT_DECLINED');
    expect((await buyer.send('POST', `/api/holds/${id}/pay`, {})).status).toBe(200);
  });

  it.each<[what: string, body: unknown, code: ErrorCode]>([
    ['a method that does not exist', { method: 'gold' }, 'BAD_REQUEST'],
    ['a price of the client’s', { amount: 1 }, 'BAD_REQUEST'],
    ['an id that is no UUIDv7', { id: 'mine' }, 'BAD_ID'],
    ['an id in another alphabet', { id: '주문'.repeat(18) }, 'BAD_ID'],
    ['an id of another type', { id: 7 }, 'BAD_REQUEST'],
    ['a list', [], 'BAD_REQUEST'],
  ])('refuses %s', async (_what, body, code) => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    await refusalOf(await buyer.send('POST', `/api/holds/${id}/pay`, body), 400, code);
    expect(await bodyOf(await buyer.get(`/api/holds/${id}`), 200, holdBody)).toMatchObject({
      state: 'active',
      order: null,
    });
  });
});

describe('a hold past its deadline', () => {
  it('[H2] is expired for everybody, though nobody has written it down', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    bench.advance(300_000);
    const found = await bodyOf(await buyer.get(`/api/holds/${id}`), 200, holdBody);
    expect(found.state).toBe('expired');
    await refusalOf(await buyer.send('POST', `/api/holds/${id}/pay`, {}), 409, 'HOLD_EXPIRED');
    await refusalOf(await buyer.send('DELETE', `/api/holds/${id}`), 409, 'HOLD_EXPIRED');
    expect(await bodyOf(await buyer.get(holdsPath), 200, holdsBody)).toEqual({ holds: [] });
    expect((await put(await bench.buyer(), bench.newId(), [0])).status).toBe(201);
  });
});

describe('GET /api/shows/{show}/holds', () => {
  it('has the buyer’s own live and paid holds of that show, the newest first', async () => {
    const { bench, buyer } = await openWithBuyer();
    const [first, second, third] = [
      await hold(bench, buyer, 0),
      await hold(bench, buyer, 1),
      await hold(bench, buyer, 2),
    ];
    await hold(bench, await bench.buyer(), 3);
    await buyer.send('PUT', `/api/shows/other-show/holds/${bench.newId()}`, { seats: [0] });
    await buyer.send('DELETE', `/api/holds/${second?.id}`);
    await buyer.send('POST', `/api/holds/${first?.id}/pay`, {});
    const { holds } = await bodyOf(await buyer.get(holdsPath), 200, holdsBody);
    expect(holds.map(({ id, state }) => [id, state])).toEqual([
      [third?.id, 'active'],
      [first?.id, 'paid'],
    ]);
  });

  it('has none of a show that does not exist', async () => {
    const { buyer } = await openWithBuyer();
    await refusalOf(await buyer.get('/api/shows/nowhere/holds'), 404, 'SHOW_NOT_FOUND');
  });
});

describe('what belongs to somebody else', () => {
  it('[H3] answers like what does not exist', async () => {
    const { bench, buyer } = await openWithBuyer();
    const { id } = await hold(bench, buyer, 0);
    const attempt = bench.newId();
    const kept = await hold(bench, buyer, 1);
    await buyer.send('POST', `/api/holds/${id}/pay`, { id: attempt });
    const other = await bench.buyer();
    for (const name of [kept.id, id, bench.newId(), 'mine', '%ED%99%80%EB%93%9C']) {
      await refusalOf(await other.get(`/api/holds/${name}`), 404, 'HOLD_NOT_FOUND');
      await refusalOf(await other.send('DELETE', `/api/holds/${name}`), 404, 'HOLD_NOT_FOUND');
      await refusalOf(await other.send('POST', `/api/holds/${name}/pay`, {}), 404, 'HOLD_NOT_FOUND');
    }
    for (const name of [attempt, bench.newId(), 'mine', '%00'])
      await refusalOf(await other.get(`/api/orders/${name}`), 404, 'ORDER_NOT_FOUND');
    expect(await bodyOf(await buyer.get(`/api/holds/${kept.id}`), 200, holdBody)).toEqual(kept);
  });
});
