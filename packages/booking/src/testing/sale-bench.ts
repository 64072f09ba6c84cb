import type {
  Bus,
  ChargeState,
  Hold,
  HoldId,
  Order,
  Outcome,
  PaymentProvider,
  PaymentWebhook,
  Sale,
  Seat,
} from '@onsale/domain';
import {
  createIdMaker,
  createRandom,
  createTestSale,
  MemoryStore,
  type TestSaleOptions,
  testShowImport,
} from '@onsale/domain/testing';
import { createInProcessHub } from '../in-process-bus.ts';
import { createSaleRoom, type SaleRoom, type SaleRoomOptions } from '../sale-room.ts';
import { FakeTimers } from './fake-timers.ts';
import { StoreTap } from './store-tap.ts';

export const dayOneMs = 1_000_000;

type PaymentCall = 'start' | 'lookup' | 'void' | 'refund';

/** A provider that answers as the test says and remembers what it was asked. */
class ScriptedPayments implements PaymentProvider {
  /** The calls so far, in their order, with the order's id. */
  readonly asked: [call: PaymentCall, order: string][] = [];
  onStart: (order: Order, method: string, untilMs?: number) => ChargeState | Promise<ChargeState> = () =>
    'succeeded';
  onLookup: (order: Order) => ChargeState | Promise<ChargeState> = () => 'unknown';
  onVoid: (order: Order) => ChargeState | Promise<ChargeState> = () => 'declined';
  onRefund: (order: Order) => 'refunded' | 'unknown' | Promise<'refunded' | 'unknown'> = () => 'refunded';

  onPageOf: (order: Order) => string | null = () => null;
  onOffers: (method: string) => boolean = () => true;

  offers(method: string): boolean {
    return this.onOffers(method);
  }

  async pageOf(order: Order): Promise<string | null> {
    return this.onPageOf(order);
  }

  async start(order: Order, method: string, untilMs?: number): Promise<ChargeState> {
    this.asked.push(['start', order.id]);
    return this.onStart(order, method, untilMs);
  }

  async lookup(order: Order): Promise<ChargeState> {
    this.asked.push(['lookup', order.id]);
    return this.onLookup(order);
  }

  async void(order: Order): Promise<ChargeState> {
    this.asked.push(['void', order.id]);
    return this.onVoid(order);
  }

  async refund(order: Order): Promise<'refunded' | 'unknown'> {
    this.asked.push(['refund', order.id]);
    return this.onRefund(order);
  }

  /** A message is genuine when its `signature` header says so; its body is the order's id. */
  async readWebhook(headers: Readonly<Record<string, string>>, body: string): Promise<PaymentWebhook | null> {
    return headers.signature === 'genuine' ? { order: body } : null;
  }

  count(call: PaymentCall): number {
    return this.asked.filter(([name]) => name === call).length;
  }
}

/** Processes of one sale, on a store and a bus in memory. Time stands still until the test moves it. */
export class SaleBench {
  readonly timers = new FakeTimers();
  readonly inner: MemoryStore;
  /** The store as the first process sees it. */
  readonly tap: StoreTap;
  readonly sale: Sale;
  readonly payments = new ScriptedPayments();
  readonly room: SaleRoom;
  readonly errors: [message: string, error: unknown][] = [];
  readonly newId: () => string;
  readonly #hub = createInProcessHub();

  constructor(
    options: TestSaleOptions & { readonly blocked?: readonly Seat[] } = {},
    room: Partial<SaleRoomOptions> = {},
  ) {
    this.inner = new MemoryStore(() => this.nowMs);
    this.inner.importNow(testShowImport(options));
    this.sale = createTestSale(options);
    this.tap = new StoreTap(this.inner);
    this.newId = createIdMaker(createRandom(5), () => this.nowMs);
    this.room = this.open({ store: this.tap.store, ...room });
  }

  /** The database's clock. */
  get nowMs(): number {
    return dayOneMs + this.timers.monotonicMs();
  }

  /** A further process, or one with other parts. */
  open(options: Partial<SaleRoomOptions> = {}): SaleRoom {
    return createSaleRoom({
      store: this.inner,
      bus: this.connect(),
      planOf: () => this.sale.plan,
      limits: this.sale.limits,
      payments: this.payments,
      timers: this.timers,
      upkeep: false,
      onError: (message, error) => this.errors.push([message, error]),
      ...options,
    });
  }

  /** An end of the sale's bus. */
  connect(): Bus {
    return this.#hub.connect();
  }

  /** Makes the first process read what it reads once: the show, the layout, the clock, the sections' mirrors. */
  async warmUp(): Promise<void> {
    const { room, sale } = this;
    await room.catalog.sale(sale.show.id);
    room.clock.observe(this.nowMs);
    for (const section of sale.plan.sections.keys()) await room.mirrors.open(sale, section);
    this.tap.calls.length = 0;
  }

  /** Lets the mirrors follow the log until they have seen whatever became of an id that still counts as fresh. */
  async follow(): Promise<void> {
    await this.timers.advance(6_000);
    this.tap.calls.length = 0;
  }

  /** A hold through the first process. */
  hold(buyer: string, seats: readonly number[], id: HoldId = this.newId()): Promise<Outcome> {
    return this.room.booking.hold(buyer, this.sale.show.id, id, seats);
  }

  /** A hold that must be granted. */
  async held(buyer: string, seats: readonly number[], id: HoldId = this.newId()): Promise<Hold> {
    const outcome = await this.hold(buyer, seats, id);
    if (!outcome.ok || outcome.hold === null) throw new Error(`not held: ${JSON.stringify(outcome)}`);
    return outcome.hold;
  }

  pay(hold: Hold, order: string = this.newId(), method = 'card'): Promise<Outcome> {
    return this.room.booking.pay(hold.buyer, hold.id, order, method);
  }

  /** A payment that must end in a paid order. */
  async paid(hold: Hold): Promise<Order> {
    const outcome = await this.pay(hold);
    if (!outcome.ok || outcome.order?.state !== 'paid')
      throw new Error(`not paid: ${JSON.stringify(outcome)}`);
    return outcome.order;
  }

  /** The states of all seats as they are stored. */
  states(): string {
    const { show, plan } = this.sale;
    return plan.sections
      .map((_, section) => this.inner.snapshotNow({ show: show.id, section })?.states.join(''))
      .join('|');
  }
}
