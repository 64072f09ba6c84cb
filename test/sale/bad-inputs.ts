import { newId } from '@onsale/client';
import type { Ack } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import type { Stage } from './bad-input-stage.ts';
import type { Answer } from './buyer.ts';
import { sectionSeats } from './shows.ts';

/** One thing that nobody should send, in each way that it can be sent, and the code that answers it. */
export interface BadInput {
  readonly what: string;
  readonly code: ErrorCode;
  readonly http?: (stage: Stage) => Promise<Answer>;
  readonly socket?: (stage: Stage) => Promise<Ack<object>>;
}

const seatCount = 2 * sectionSeats;
const json = { 'content-type': 'application/json' };

/** A hold asked for over HTTP and over a socket. */
function hold(show: string, seats: unknown, idOf: (stage: Stage) => string = () => newId()) {
  return {
    http: (stage: Stage) =>
      stage.buyer.send('PUT', `/api/shows/${show}/holds/${encodeURIComponent(idOf(stage))}`, { seats }),
    socket: (stage: Stage) => stage.socket.ask('hold', { id: idOf(stage), show, seats }),
  };
}

/** The best seats for a wish, asked for over HTTP and over a socket. */
function best(wish: object, idOf: (stage: Stage) => string = () => newId()) {
  return {
    http: (stage: Stage) => stage.buyer.send('PUT', `/api/shows/hall/holds/${idOf(stage)}`, { best: wish }),
    socket: (stage: Stage) => stage.socket.ask('hold', { id: idOf(stage), show: 'hall', best: wish }),
  };
}

function release(idOf: (stage: Stage) => string, seats?: readonly number[]) {
  return {
    http: (stage: Stage) => stage.buyer.release(idOf(stage), seats),
    socket: (stage: Stage) => stage.socket.release(idOf(stage), seats),
  };
}

function pay(idOf: (stage: Stage) => string, attempt: object = {}) {
  return {
    http: (stage: Stage) => stage.buyer.send('POST', `/api/holds/${idOf(stage)}/pay`, attempt),
    socket: (stage: Stage) => stage.socket.ask('pay', { hold: idOf(stage), ...attempt }),
  };
}

function get(path: string | ((stage: Stage) => string)) {
  return {
    http: (stage: Stage) => stage.buyer.ask('GET', typeof path === 'string' ? path : path(stage)),
  };
}

const ask = (event: string, ...payload: unknown[]) => ({
  socket: (stage: Stage) => stage.socket.ask(event, ...payload),
});

const body = (text: string, headers: Readonly<Record<string, string>> = json) => ({
  http: (stage: Stage) => stage.buyer.ask('PUT', `/api/shows/hall/holds/${newId()}`, { body: text, headers }),
});

const ofShows: readonly BadInput[] = [
  { what: 'a hold in a show that does not exist', code: 'SHOW_NOT_FOUND', ...hold('nowhere', [1]) },
  { what: 'the map of no show', code: 'SHOW_NOT_FOUND', ...get('/api/shows/nowhere/seats') },
  { what: 'one’s holds of no show', code: 'SHOW_NOT_FOUND', ...get('/api/shows/nowhere/holds') },
  { what: 'a ticket for no show', code: 'SHOW_NOT_FOUND', ...get('/api/realtime?show=nowhere') },
  { what: 'no show to watch', code: 'SHOW_NOT_FOUND', ...ask('watch', { show: 'nowhere', sections: 'all' }) },
  {
    what: 'a section that is not there',
    code: 'SECTION_NOT_FOUND',
    ...get('/api/shows/hall/seats?section=attic'),
  },
  {
    what: 'no section to watch',
    code: 'SECTION_NOT_FOUND',
    ...ask('watch', { show: 'hall', sections: ['attic'] }),
  },
  { what: 'a layout that is not there', code: 'LAYOUT_NOT_FOUND', ...get('/api/layouts/0') },
  {
    what: 'a layout in another alphabet',
    code: 'LAYOUT_NOT_FOUND',
    ...get('/api/layouts/%EC%A2%8C%EC%84%9D'),
  },
  {
    what: 'the map of a show in another alphabet',
    code: 'SHOW_NOT_FOUND',
    ...get('/api/shows/%EC%A2%8C/seats'),
  },
  { what: 'a show that is not on sale yet', code: 'NOT_ON_SALE', ...hold('soon', [1]) },
  { what: 'a show whose sale is closed', code: 'SALE_CLOSED', ...hold('over', [1]) },
];

const ofSeats: readonly BadInput[] = [
  { what: 'a seat past the last', code: 'SEAT_OUT_OF_RANGE', ...hold('hall', [seatCount]) },
  { what: 'a seat before the first', code: 'SEAT_OUT_OF_RANGE', ...hold('hall', [-1]) },
  { what: 'a good seat and one far out', code: 'SEAT_OUT_OF_RANGE', ...hold('hall', [9, 999_999_999]) },
  { what: 'no seat', code: 'SEATS_EMPTY', ...hold('hall', []) },
  { what: 'a seat twice', code: 'SEATS_DUPLICATE', ...hold('hall', [9, 10, 9]) },
  { what: 'more seats than the cap', code: 'CAP_EXCEEDED', ...hold('hall', [9, 10, 11, 12, 13]) },
  // He holds two and owns one already.
  { what: 'more seats than are left to the cap', code: 'CAP_EXCEEDED', ...hold('hall', [9, 10]) },
  { what: 'a wish for more than are left to the cap', code: 'CAP_EXCEEDED', ...best({ count: 2 }) },
  { what: 'a wish that no seat grants', code: 'NOT_ENOUGH_SEATS', ...best({ count: 1, priceMax: 1 }) },
  { what: 'a wish for no seat', code: 'BAD_REQUEST', ...best({ count: 0 }) },
  { what: 'a wish for minus one seat', code: 'BAD_REQUEST', ...best({ count: -1 }) },
  { what: 'a wish for more than anybody may', code: 'BAD_REQUEST', ...best({ count: 1e9 }) },
  { what: 'a wish in no section', code: 'SECTION_NOT_FOUND', ...best({ count: 1, section: 'pit' }) },
  { what: 'a wish at no price', code: 'BAD_REQUEST', ...best({ count: 1, price: 'gratis' }) },
  {
    what: 'a wish under the id of named seats',
    code: 'ID_REUSED',
    ...best({ count: 1 }, ({ held }) => held),
  },
  { what: 'a seat that somebody holds', code: 'SEAT_TAKEN', ...hold('hall', [5]) },
  { what: 'a seat that he owns himself', code: 'SEAT_TAKEN', ...hold('hall', [2]) },
  { what: 'giving back another seat', code: 'SEAT_NOT_IN_HOLD', ...release(({ held }) => held, [9]) },
  { what: 'giving back a seat twice', code: 'SEATS_DUPLICATE', ...release(({ held }) => held, [0, 0]) },
  {
    what: 'giving back no seat',
    code: 'SEATS_EMPTY',
    socket: ({ socket, held }) => socket.release(held, []),
  },
  // Seat 0 of the hall is in another hold of his, seat 0 of the demo show is in this one.
  {
    what: 'seats of two shows to give back',
    code: 'SEAT_NOT_IN_HOLD',
    ...release(({ elsewhere }) => elsewhere, [0, 1]),
  },
  {
    what: 'seats of two shows to hold',
    code: 'BAD_REQUEST',
    http: ({ buyer }) => buyer.send('PUT', `/api/shows/hall/holds/${newId()}`, { seats: [9], show: 'demo' }),
    socket: ({ socket }) => socket.ask('hold', { id: newId(), show: ['hall', 'demo'], seats: [9, 10] }),
  },
  { what: 'a hold of one show in another', code: 'ID_REUSED', ...hold('demo', [0, 1], ({ held }) => held) },
];

const ofIds: readonly BadInput[] = [
  { what: 'an id for other seats', code: 'ID_REUSED', ...hold('hall', [0], ({ held }) => held) },
  { what: 'another buyer’s id', code: 'ID_REUSED', ...hold('hall', [5], ({ foreign }) => foreign) },
  { what: 'a payment’s id for another hold', code: 'ID_REUSED', http: payAgain, socket: payAgainOverSocket },
  { what: 'an id of version 4', code: 'BAD_ID', ...hold('hall', [9], () => crypto.randomUUID()) },
  { what: 'an id in capitals', code: 'BAD_ID', ...hold('hall', [9], () => newId().toUpperCase()) },
  { what: 'an id in another alphabet', code: 'BAD_ID', ...hold('hall', [9], () => '좌석') },
  { what: 'an id with quotes', code: 'BAD_ID', ...hold('hall', [9], () => "' OR 1=1 --") },
  { what: 'an id that is too long', code: 'BAD_REQUEST', ...hold('hall', [9], () => 'x'.repeat(65)) },
  { what: 'a payment’s id of no form', code: 'BAD_ID', ...pay(({ held }) => held, { id: 'mine' }) },
  {
    what: 'a payment’s id in another alphabet',
    code: 'BAD_ID',
    ...pay(({ held }) => held, { id: '주문'.repeat(18) }),
  },
];

function payAgain({ buyer, held, order }: Stage): Promise<Answer> {
  return buyer.pay(held, order);
}

function payAgainOverSocket({ socket, held, order }: Stage): Promise<Ack<object>> {
  return socket.pay(held, order);
}

const ofHolds: readonly BadInput[] = [
  { what: 'paying for another buyer’s hold', code: 'HOLD_NOT_FOUND', ...pay(({ foreign }) => foreign) },
  { what: 'giving back another buyer’s hold', code: 'HOLD_NOT_FOUND', ...release(({ foreign }) => foreign) },
  {
    what: 'giving back another buyer’s seat',
    code: 'HOLD_NOT_FOUND',
    ...release(({ foreign }) => foreign, [5]),
  },
  {
    what: 'looking at another buyer’s hold',
    code: 'HOLD_NOT_FOUND',
    ...get(({ foreign }) => `/api/holds/${foreign}`),
  },
  {
    what: 'looking at another buyer’s order',
    code: 'ORDER_NOT_FOUND',
    ...get(({ foreignOrder }) => `/api/orders/${foreignOrder}`),
  },
  { what: 'paying for no hold', code: 'HOLD_NOT_FOUND', ...pay(() => newId()) },
  { what: 'giving back no hold', code: 'HOLD_NOT_FOUND', ...release(() => newId()) },
  { what: 'a hold in another alphabet', code: 'HOLD_NOT_FOUND', ...release(() => '좌석') },
  {
    what: 'looking at a hold in another alphabet',
    code: 'HOLD_NOT_FOUND',
    ...get('/api/holds/%EC%A2%8C%EC%84%9D'),
  },
  {
    what: 'looking at an order in another alphabet',
    code: 'ORDER_NOT_FOUND',
    ...get('/api/orders/%F0%9F%98%80'),
  },
  { what: 'paying for an expired hold', code: 'HOLD_EXPIRED', ...pay(({ expired }) => expired) },
  { what: 'giving back an expired hold', code: 'HOLD_EXPIRED', ...release(({ expired }) => expired) },
  { what: 'paying for a hold given back', code: 'HOLD_ENDED', ...pay(({ released }) => released) },
  { what: 'paying twice', code: 'HOLD_ENDED', ...pay(({ paid }) => paid) },
  { what: 'giving back what was paid', code: 'HOLD_ENDED', ...release(({ paid }) => paid) },
  {
    what: 'a payment method that does not exist',
    code: 'BAD_REQUEST',
    ...pay(({ held }) => held, { method: 'gold' }),
  },
  { what: 'a price of the buyer’s', code: 'BAD_REQUEST', ...pay(({ held }) => held, { amount: 1 }) },
];

const wrongSeats: readonly unknown[] = [
  null,
  7,
  '7',
  true,
  {},
  ['7'],
  [7.5],
  [null],
  [[7]],
  [{}],
  [1e300],
  { length: 1 },
];

const ofTypes: readonly BadInput[] = [
  ...wrongSeats.map(
    (seats): BadInput => ({
      what: `${JSON.stringify(seats)} as seats`,
      code: 'BAD_REQUEST',
      ...hold('hall', seats),
    }),
  ),
  {
    what: 'more seats than any list may have',
    code: 'BAD_REQUEST',
    ...body(JSON.stringify({ seats: Array(1_001).fill(9) })),
  },
  ...['', '{', '{"seats":[9]', '[9]', 'null', '"', '\u0000', `${'['.repeat(30_000)}`].map(
    (text): BadInput => ({
      what: `${JSON.stringify(text.slice(0, 20))} as a body`,
      code: 'BAD_REQUEST',
      ...body(text),
    }),
  ),
  {
    what: 'a body that does not say what it is',
    code: 'BAD_REQUEST',
    ...body('{"seats":[9]}', { 'content-type': 'text/plain' }),
  },
  { what: 'a field nobody knows', code: 'BAD_REQUEST', ...body('{"seats":[9],"__proto__":{"buyer":"me"}}') },
  {
    what: 'seats to give back as words',
    code: 'BAD_REQUEST',
    http: ({ buyer, held }) => buyer.ask('DELETE', `/api/holds/${held}?seats=all`),
  },
  {
    what: 'a version before the first',
    code: 'BAD_REQUEST',
    ...get('/api/shows/hall/sections/left/changes?since=-1'),
  },
  { what: 'no version', code: 'BAD_REQUEST', ...get('/api/shows/hall/sections/left/changes') },
  { what: 'a hold without fields', code: 'BAD_REQUEST', ...ask('hold', {}) },
  { what: 'a hold of nothing', code: 'BAD_REQUEST', ...ask('hold') },
  { what: 'a hold as text', code: 'BAD_REQUEST', ...ask('hold', 'hall') },
  { what: 'a hold as bytes', code: 'BAD_REQUEST', ...ask('hold', Buffer.from('hall')) },
  {
    what: 'a hold with a buyer in it',
    code: 'BAD_REQUEST',
    socket: ({ socket }) => socket.ask('hold', { id: newId(), show: 'hall', seats: [9], buyer: 'somebody' }),
  },
  { what: 'a release of a number', code: 'BAD_REQUEST', ...ask('release', { hold: 7 }) },
  { what: 'a payment of a list', code: 'BAD_REQUEST', ...ask('pay', [[]]) },
  {
    what: 'sections that are no list',
    code: 'BAD_REQUEST',
    ...ask('watch', { show: 'hall', sections: 'some' }),
  },
  {
    what: 'a version to watch from that is none',
    code: 'BAD_REQUEST',
    ...ask('watch', { show: 'hall', sections: 'all', since: { left: -1 } }),
  },
  { what: 'an event that nobody knows', code: 'UNKNOWN_EVENT', ...ask('dance', { show: 'hall' }) },
  { what: 'an event with the name of a method', code: 'UNKNOWN_EVENT', ...ask('constructor', {}) },
  {
    what: 'an event of the server’s',
    code: 'UNKNOWN_EVENT',
    ...ask('seats', { show: 'hall', section: 'left', from: 0, to: 9, set: [[9, 2]] }),
  },
];

const ofSizes: readonly BadInput[] = [
  {
    what: 'a body of more than 64 KB',
    code: 'BODY_TOO_LARGE',
    ...body(`{"seats":[9]${' '.repeat(70_000)}}`),
  },
  {
    what: 'a body of more than 64 KB that does not say how long it is',
    code: 'BODY_TOO_LARGE',
    http: ({ buyer }) =>
      buyer.ask('PUT', `/api/shows/hall/holds/${newId()}`, {
        headers: json,
        body: `{"seats":[9]${' '.repeat(70_000)}}`,
        isChunked: true,
      }),
  },
  {
    what: 'a frame of more than 4 KB',
    code: 'BODY_TOO_LARGE',
    socket: ({ socket }) =>
      socket.ask('hold', { id: newId(), show: 'hall', seats: [9], note: 'x'.repeat(5_000) }),
  },
];

const ofOrigins: readonly BadInput[] = [
  { what: 'a hold in nobody’s name', code: 'NO_SESSION', http: ({ stranger }) => stranger.hold('hall', [9]) },
  {
    what: 'a payment in nobody’s name',
    code: 'NO_SESSION',
    http: ({ stranger, held }) => stranger.pay(held),
  },
  {
    what: 'a release in nobody’s name',
    code: 'NO_SESSION',
    http: ({ stranger, held }) => stranger.release(held),
  },
  {
    what: 'a release from another site’s page',
    code: 'FORBIDDEN_ORIGIN',
    http: ({ buyer, held }) =>
      buyer.ask('DELETE', `/api/holds/${held}`, { headers: { origin: 'http://evil.example' } }),
  },
  { what: 'an address with nothing at it', code: 'NOT_FOUND', ...get('/api/nothing') },
  {
    what: 'a method that an address does not answer',
    code: 'METHOD_NOT_ALLOWED',
    http: ({ buyer }) => buyer.send('POST', '/api/shows', {}),
  },
];

const ofTextbook: readonly BadInput[] = [
  {
    what: 'a row that the hall does not have',
    code: 'SEAT_OUT_OF_RANGE',
    ...ask('action', { row: 999, col: 0, actionType: 'reserve' }),
  },
  {
    what: 'a place in a row that it does not have',
    code: 'SEAT_OUT_OF_RANGE',
    ...ask('action', { row: 0, col: 999, actionType: 'reserve' }),
  },
  {
    what: 'an action that does not exist',
    code: 'BAD_REQUEST',
    ...ask('action', { row: 0, col: 1, actionType: 'steal' }),
  },
  {
    what: 'a row before the first',
    code: 'BAD_REQUEST',
    ...ask('action', { row: -1, col: 0, actionType: 'reserve' }),
  },
  {
    what: 'paying for a seat without a reservation',
    code: 'HOLD_NOT_FOUND',
    ...ask('action', { row: 0, col: 1, actionType: 'pay' }),
  },
  {
    what: 'cancelling what one has not reserved',
    code: 'HOLD_NOT_FOUND',
    ...ask('action', { row: 0, col: 1, actionType: 'cancel', userId: 'root' }),
  },
  {
    what: 'reserving a seat that is held',
    code: 'SEAT_TAKEN',
    ...ask('action', { row: 0, col: 0, actionType: 'reserve' }),
  },
];

export const badInputs: readonly BadInput[] = [
  ...ofShows,
  ...ofSeats,
  ...ofIds,
  ...ofHolds,
  ...ofTypes,
  ...ofSizes,
  ...ofOrigins,
  ...ofTextbook,
];
