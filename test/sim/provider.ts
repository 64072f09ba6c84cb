import type { ChargeState, Order, OrderId, PaymentProvider } from '@onsale/domain';
import { Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { World } from './world.ts';

/** What the provider has on its books for one order. */
export interface Charge {
  readonly order: OrderId;
  readonly amount: number;
  readonly state: 'pending' | 'succeeded' | 'declined';
  readonly isRefunded: boolean;
  /** It was called declined before, and not because it was voided. */
  readonly isLate: boolean;
}

/** What the provider sends by itself. */
export interface PaymentMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const genuine = 'genuine';

export interface ProviderHabits {
  /** How often a charge is declined. */
  readonly declined: number;
  /** How often a charge is decided later. */
  readonly pending: number;
  readonly pendingMsMax: number;
  /** How often a charge that was declined succeeds after all. */
  readonly lateSuccess: number;
  /** How often a change is told in a message at once; what is not goes out with the messages that are sent again. */
  readonly messages: number;
  /** How long a process waits for the provider's answer. */
  readonly callMsMax: number;
}

/**
 * A payment provider that keeps its books rightly and cannot always be reached: answers get lost, charges are decided
 * late, and a question may arrive long after the one who asked has given up.
 */
export class SimProvider {
  readonly machine: Machine;
  readonly charges = new Map<OrderId, Charge>();
  /** Brings a message to some process; answers whether it was taken. */
  deliver: (message: PaymentMessage) => Promise<boolean> = async () => false;
  readonly #world: World;
  readonly #network: Network;
  readonly #habits: ProviderHabits;

  constructor(world: World, network: Network, habits: ProviderHabits) {
    this.#world = world;
    this.#network = network;
    this.#habits = habits;
    this.machine = new Machine(world, 'provider', { monotonicAtStartMs: 0, rate: 1, wallAheadMs: 0 });
    this.machine.live(() => {});
  }

  /** The provider as one process reaches it. */
  connect(from: Machine): PaymentProvider {
    const ask = async <T>(what: string, handle: () => T): Promise<T | 'unknown'> => {
      const limitMs = this.#habits.callMsMax;
      const reply = await this.#network.ask(from, this.machine, what, async () => handle(), limitMs);
      return reply.kind === 'answered' ? reply.value : 'unknown';
    };
    return {
      start: (order) => ask('charge', () => this.#start(order)),
      lookup: ({ id }) => ask('look up', (): ChargeState => this.charges.get(id)?.state ?? 'absent'),
      void: (order) => ask('void', () => this.#void(order)),
      refund: (order) => ask('give back', () => this.#refund(order)),
      readWebhook: async ({ signature }, body) => (signature === genuine ? { order: body } : null),
    };
  }

  #start(order: Order): ChargeState {
    const known = this.charges.get(order.id);
    if (known !== undefined) {
      if (known.state !== 'declined' && known.amount !== order.amount)
        this.#world.break('P2', 'one order was charged with two amounts', { known, order });
      return known.state;
    }
    const { chance } = this.#world;
    const end = chance.happens(this.#habits.declined) ? 'declined' : 'succeeded';
    if (!chance.happens(this.#habits.pending)) return this.#decide(order, end);
    this.#world.count('provider: decided later');
    this.machine.after(chance.between(0, this.#habits.pendingMsMax), 'a charge is decided', () => {
      if (this.charges.get(order.id)?.state === 'pending') this.#decide(order, end);
    });
    return this.#put(order, 'pending');
  }

  #decide(order: Order, end: 'succeeded' | 'declined'): Charge['state'] {
    const { chance } = this.#world;
    if (end === 'declined' && chance.happens(this.#habits.lateSuccess))
      this.machine.after(chance.between(0, this.#habits.pendingMsMax), 'a declined charge succeeds', () => {
        this.#world.count('provider: success after a decline');
        this.#put(order, 'succeeded', true);
        this.#tell(order.id);
      });
    if (chance.happens(this.#habits.messages)) this.#tell(order.id);
    return this.#put(order, end);
  }

  /** Sends a message about a charge, perhaps twice, and again until somebody has taken it. */
  #tell(order: OrderId): void {
    const { chance } = this.#world;
    const send = () => {
      const isForged = chance.happens(0.05);
      const message = { headers: { signature: isForged ? 'forged' : genuine }, body: order };
      void this.deliver(message).then((isTaken) => {
        if (isTaken && isForged)
          this.#world.break('P1', 'a forged message of the provider was taken', message);
        if (!isTaken) this.machine.after(chance.between(50, 800), 'a message is sent again', send);
      });
    };
    this.machine.after(chance.between(0, 200), 'a message is sent', send);
    if (chance.happens(0.2)) this.machine.after(chance.between(0, 900), 'a message is sent twice', send);
  }

  /** A charge that has not succeeded never will, even if it is asked for only after this. */
  #void(order: Order): ChargeState {
    const known = this.charges.get(order.id);
    if (known === undefined) this.#world.count('provider: voided before it began');
    return known === undefined || known.state === 'pending' ? this.#put(order, 'declined') : known.state;
  }

  #refund(order: Order): 'refunded' | 'unknown' {
    const known = this.charges.get(order.id);
    if (known?.state !== 'succeeded') return 'unknown';
    if (!known.isRefunded) this.#world.count('provider: refunded');
    this.charges.set(order.id, { ...known, isRefunded: true });
    return 'refunded';
  }

  #put({ id, amount }: Order, state: Charge['state'], isLate = false): Charge['state'] {
    this.charges.set(id, { order: id, amount, state, isRefunded: false, isLate });
    return state;
  }
}
