import { createSaleRoom, type SaleRoom, type SaleRoomOptions, type Timers } from '@onsale/booking';
import {
  type BuyerId,
  type Outcome,
  OutcomeUnknown,
  type Sale,
  type SaleStore,
  StoreUnavailable,
} from '@onsale/domain';
import type { SimBus } from '../bus.ts';
import type { Inspector } from '../checks/inspector.ts';
import type { Machine } from '../machine.ts';
import type { PaymentMessage, SimProvider } from '../provider.ts';
import type { Variant } from '../variant.ts';
import type { World } from '../world.ts';
import type { Ask } from './ask.ts';
import { openRealtime, type SimRealtime } from './realtime.ts';
import { SimSockets } from './sockets.ts';

export interface ProcessOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly sale: Sale;
  readonly openStore: (process: SaleProcess) => SaleStore;
  readonly bus: SimBus;
  readonly provider: SimProvider;
  readonly inspector: Inspector;
  readonly variant: Variant;
  readonly upkeep: UpkeepRounds;
  /** False for a process that leaves sweeping, settling and trimming to others. */
  readonly keepsUp: boolean;
  readonly lanes: { readonly queueMax: number; readonly batchMax: number };
}

type UpkeepRounds = Exclude<NonNullable<SaleRoomOptions['upkeep']>, false>;

/** What a process has while it lives. */
interface Running {
  readonly room: SaleRoom;
  readonly sockets: SimSockets;
  readonly realtime: SimRealtime;
  isLeaving: boolean;
}

/** One process of the sale: a real sale room and the realtime service's parts, on a simulated machine. */
export class SaleProcess {
  readonly machine: Machine;
  readonly #options: ProcessOptions;
  #running: Running | null = null;
  /** Whether it sweeps, settles and trims from its next start on. */
  keepsUp: boolean;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.machine = options.machine;
    this.keepsUp = options.keepsUp;
  }

  get name(): string {
    return this.machine.name;
  }

  /** Whether it takes on new clients. */
  get isReady(): boolean {
    return this.machine.state !== 'down' && this.#running !== null && !this.#running.isLeaving;
  }

  /** What runs on it. Throws when nothing does. */
  get running(): Running {
    if (this.#running === null) throw new Error(`${this.name} does not run`);
    return this.#running;
  }

  /** Starts it, within an event of its machine. */
  start(): void {
    const { sale, bus, provider, inspector, variant, upkeep, lanes, openStore } = this.#options;
    const room = createSaleRoom({
      store: openStore(this),
      bus: variant.bus?.(bus.connect(this.machine), this.machine) ?? bus.connect(this.machine),
      planOf: () => sale.plan,
      onError: (message, error) => this.#onError(message, error),
      limits: sale.limits,
      payments: variant.payments?.(provider.connect(this.machine)) ?? provider.connect(this.machine),
      timers: timersOf(this.machine),
      lanes,
      upkeep: this.keepsUp && upkeep,
    });
    variant.room?.(room, this.machine);
    const sockets = new SimSockets();
    room.onStep((step) => inspector.stepped(this.name, step));
    this.#running = { room, sockets, realtime: openRealtime(room, sockets, variant.step), isLeaving: false };
  }

  /** Everything in it is lost. */
  crash(): void {
    this.#running = null;
    this.machine.die();
  }

  /** Refuses new clients, asks its own to move, answers what it has accepted, and ends. */
  async leave(withinMs: number): Promise<void> {
    const { running, machine } = this;
    const { life } = machine;
    running.isLeaving = true;
    for (const socket of running.sockets.sockets.sockets.values()) socket.emit('move', { withinMs });
    const { promise, resolve } = Promise.withResolvers<void>();
    machine.after(withinMs, 'the time to move is over', resolve);
    await promise;
    await running.room.drain();
    if (machine.life === life) this.crash();
  }

  /** Carries out what a client asks for. Always answers while the process lives [A1]. */
  async answer(buyer: BuyerId, ask: Ask): Promise<Outcome> {
    const { inspector, sale } = this.#options;
    const { booking } = this.running.room;
    const attempt = inspector.asked(this.machine, buyer, ask);
    const outcome = await (() => {
      switch (ask.kind) {
        case 'hold':
          return booking.hold(buyer, sale.show.id, ask.id, ask.seats);
        case 'best':
          return booking.holdBest(buyer, sale.show.id, ask.id, ask.wish);
        case 'release':
          return booking.release(buyer, ask.hold, ask.seats);
        case 'extend':
          return booking.extend(buyer, ask.hold);
        case 'pay':
          return booking.pay(buyer, ask.hold, ask.order, ask.method);
        case 'return':
          return booking.giveBack(buyer, ask.order);
        case 'refund':
          return booking.refund(ask.order);
      }
    })();
    inspector.answered(attempt, outcome);
    return outcome;
  }

  hearProvider({ headers, body }: PaymentMessage): Promise<Outcome> {
    return this.running.room.booking.hearProvider(headers, body);
  }

  /** Only a database that could not be reached is an error that a right system has. */
  #onError(message: string, error: unknown): void {
    if (error instanceof StoreUnavailable || error instanceof OutcomeUnknown) return;
    this.#options.world.break('A1', `${this.name}: ${message}`, String(error));
  }
}

function timersOf(machine: Machine): Timers {
  return {
    monotonicMs: () => machine.monotonicMs(),
    after: (delayMs, work) => machine.after(delayMs, 'timer', work),
    soon: (work) => void machine.after(0, 'timer', work),
  };
}
