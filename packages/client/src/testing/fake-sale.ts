import type {
  ChangesBody,
  HeadsEvent,
  HoldBody,
  HoldEvent,
  OrderBody,
  SectionStates,
  ShowBody,
  WatchAck,
} from '@onsale/contracts';
import { OnsaleError } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Link, LinkHandlers, OpenLink } from '../link.ts';
import type { WatchRequest } from '../watch-requests.ts';

export const showBody: ShowBody = {
  id: 'hamlet',
  title: { en: 'Hamlet' },
  venue: { en: 'The Globe' },
  startsAt: '2030-05-01T18:00:00.000Z',
  onSaleAt: '2030-01-01T00:00:00.000Z',
  offSaleAt: null,
  layout: 'abc',
  seatCount: 8,
  currency: 'EUR',
  prices: [{ id: 'one', name: { en: 'One' }, amount: 1_000 }],
  holdSeconds: 120,
  paymentSeconds: 60,
  cap: 4,
  sections: [
    { id: 'stalls', name: { en: 'Stalls' }, first: 0, count: 5 },
    { id: 'circle', name: { en: 'Circle' }, first: 5, count: 3 },
  ],
  serverTime: '2030-02-01T00:00:00.000Z',
};

export function holdBody(changes: Partial<HoldBody> = {}): HoldBody {
  return {
    id: '01890000-0000-7000-8000-000000000001',
    show: 'hamlet',
    seats: [1],
    amount: 1_000,
    currency: 'EUR',
    expiresAt: '2030-02-01T00:02:00.000Z',
    state: 'active',
    order: null,
    serverTime: '2030-02-01T00:00:00.000Z',
    ...changes,
  };
}

function orderBody(changes: Partial<OrderBody> = {}): OrderBody {
  return {
    id: '01890000-0000-7000-8000-000000000002',
    hold: holdBody().id,
    show: 'hamlet',
    seats: [1],
    amount: 1_000,
    currency: 'EUR',
    state: 'paid',
    createdAt: '2030-02-01T00:01:00.000Z',
    ...changes,
  };
}

interface FakeSection {
  readonly id: string;
  readonly first: number;
  /** The states at each version, oldest first. */
  readonly history: string[];
}

/** The truth of a pretended sale: every version of every section, and how much of the log is still kept. */
export class FakeSale {
  readonly sections: readonly FakeSection[];
  /** Versions below this one are no longer in the log. */
  trimmedBelow = 0;

  constructor() {
    this.sections = showBody.sections.map(({ id, first, count }) => ({
      id,
      first,
      history: ['0'.repeat(count)],
    }));
  }

  section(id: string): FakeSection {
    const section = this.sections.find((candidate) => candidate.id === id);
    if (section === undefined) throw new OnsaleError('SECTION_NOT_FOUND');
    return section;
  }

  head(id: string): number {
    return this.section(id).history.length - 1;
  }

  heads(): Record<string, number> {
    return Object.fromEntries(this.sections.map(({ id }) => [id, this.head(id)]));
  }

  states(id: string): string {
    return this.section(id).history.at(-1) ?? '';
  }

  /** Commits one change of one seat. */
  set(id: string, seat: number, state: number): ChangesBody {
    const section = this.section(id);
    const states = [...this.states(id)];
    states[seat - section.first] = String(state);
    section.history.push(states.join(''));
    return { from: this.head(id) - 1, to: this.head(id), set: [[seat, state]] };
  }

  snapshot(id: string): SectionStates {
    return { section: id, version: this.head(id), states: this.states(id) };
  }

  changes(id: string, since: number): ChangesBody {
    const { first, history } = this.section(id);
    if (since < this.trimmedBelow) throw new OnsaleError('LOG_TRIMMED');
    const before = history[since] ?? '';
    const set = [...this.states(id)].flatMap((state, index): [number, number][] =>
      state === before[index] ? [] : [[first + index, Number(state)]],
    );
    return { from: since, to: this.head(id), set };
  }

  watch(request: WatchRequest): WatchAck {
    const ids = request.sections === 'all' ? this.sections.map(({ id }) => id) : request.sections;
    const sections = ids.map((id) => {
      const since = request.since?.[id];
      const isUsable = since !== undefined && since >= this.trimmedBelow && since <= this.head(id);
      return isUsable ? { section: id, ...this.changes(id, since) } : this.snapshot(id);
    });
    return { ok: true, show: request.show, sections };
  }
}

/** One pretended connection, with what was asked through it. */
export class FakeLink implements Link {
  readonly url: string;
  readonly ticket: string;
  readonly handlers: LinkHandlers;
  readonly asked: { readonly event: string; readonly request: unknown }[] = [];
  isClosed = false;
  watchAnswer: (request: WatchRequest) => WatchAck | Promise<WatchAck>;
  hold: Link['hold'] = async (request) => this.#note('hold', request, { ok: true, hold: holdBody() });
  release: Link['release'] = async (request) =>
    this.#note('release', request, { ok: true, hold: holdBody() });
  pay: Link['pay'] = async (request) =>
    this.#note('pay', request, { ok: true, order: orderBody(), hold: holdBody() });

  constructor(address: { url: string; ticket: string }, handlers: LinkHandlers, sale: FakeSale) {
    this.url = address.url;
    this.ticket = address.ticket;
    this.handlers = handlers;
    this.watchAnswer = (request) => sale.watch(request);
  }

  unwatch: Link['unwatch'] = async (request) => this.#note('unwatch', request, { ok: true });

  async watch(request: WatchRequest): Promise<WatchAck> {
    return this.#note('watch', request, await this.watchAnswer(request));
  }

  #note<A>(event: string, request: unknown, answer: A): A {
    this.asked.push({ event, request });
    return answer;
  }

  close(): void {
    this.isClosed = true;
  }

  /** The connection breaks. */
  lose(): void {
    this.isClosed = true;
    this.handlers.closed();
  }

  heads(
    heads: Record<string, number>,
    serverTime = Date.parse(showBody.serverTime),
    more: Partial<HeadsEvent> = {},
  ): void {
    this.handlers.heads({ show: 'hamlet', heads, serverTime, sockets: 1, ...more });
  }

  seats(section: string, changes: ChangesBody): void {
    this.handlers.seats({ show: 'hamlet', section, ...changes });
  }

  ownHold(event: Partial<HoldEvent>): void {
    const { id, show, state, seats, expiresAt, order } = holdBody();
    this.handlers.hold({ id, show, state, seats, expiresAt, order, ...event });
  }
}

/** The network's edge: HTTP answers from the pretended sale, and links that the test holds in its hand. */
export class FakeNetwork {
  readonly sale = new FakeSale();
  readonly links: FakeLink[] = [];
  readonly tickets: string[] = [];
  readonly httpAsked: string[] = [];
  endpoints = [
    { url: 'https://one.example', node: 'one', zone: null },
    { url: 'https://two.example', node: 'two', zone: null },
  ];
  /** Throws to refuse a connection. */
  onOpen: (url: string) => void = () => undefined;
  /** Throws to refuse an HTTP call. */
  onHttp: (call: string) => void = () => undefined;

  get link(): FakeLink {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error('no link was opened');
    return link;
  }

  readonly openLink: OpenLink = async (address, handlers) => {
    this.onOpen(address.url);
    const link = new FakeLink(address, handlers, this.sale);
    this.links.push(link);
    return link;
  };

  async #call<T>(call: string, answer: () => T): Promise<T> {
    this.httpAsked.push(call);
    this.onHttp(call);
    return answer();
  }

  readonly #commands = {
    hold: () => this.#call('hold', () => holdBody()),
    holdBest: () => this.#call('holdBest', () => holdBody()),
    release: () => this.#call('release', () => holdBody()),
    extend: () => this.#call('extend', () => holdBody()),
    pay: () => this.#call('pay', () => ({ order: orderBody(), hold: holdBody() })),
    returnOrder: () => this.#call('returnOrder', () => ({ order: orderBody(), hold: holdBody() })),
  };

  readonly http: Http = {
    ...this.#commands,
    once: this.#commands,
    shows: () => this.#call('shows', () => ({ shows: [showBody], serverTime: showBody.serverTime })),
    show: () => this.#call('show', () => showBody),
    layout: () =>
      this.#call('layout', () => {
        throw new OnsaleError('LAYOUT_NOT_FOUND');
      }),
    seats: (show, section) =>
      this.#call(`seats ${section ?? 'all'}`, () => ({
        show,
        sections: this.sale.sections
          .filter(({ id }) => section === undefined || id === section)
          .map(({ id }) => this.sale.snapshot(id)),
      })),
    changes: (_, section, since) =>
      this.#call(`changes ${section} ${since}`, () => this.sale.changes(section, since)),
    holds: () => this.#call('holds', () => ({ holds: [] })),
    holdById: () => this.#call('holdById', () => holdBody()),
    order: () => this.#call('order', () => orderBody()),
    orders: () => this.#call('orders', () => ({ orders: [orderBody()] })),
    passes: (order) => this.#call('passes', () => ({ order, passes: [] })),
    realtime: () =>
      this.#call('realtime', () => {
        const ticket = `ticket-${this.tickets.length + 1}`;
        this.tickets.push(ticket);
        return { endpoints: this.endpoints, ticket, expiresIn: 60 };
      }),
  };
}
