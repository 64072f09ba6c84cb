import { type Http, OnsaleError } from '@onsale/client';
import { type Ack, bestWishOf, type ChangesBody, type RealtimeBody, type SeatsBody } from '@onsale/contracts';
import type { BuyerId, Outcome, Sale } from '@onsale/domain';
import type { Machine } from '../machine.ts';
import { answering, holdAck, orderAck, refusalAck } from '../sale/acks.ts';
import type { Ask } from '../sale/ask.ts';
import type { Front } from '../sale/front.ts';
import type { SaleProcess } from '../sale/process.ts';

const readMsMax = 3_000;
const commandMsMax = 4_000;
const entriesMax = 2_000;

export interface PageHttpOptions {
  readonly machine: Machine;
  readonly buyer: BuyerId;
  readonly sale: Sale;
  readonly front: Front;
  /** A fresh one-use ticket. */
  readonly newTicket: () => string;
}

/** The sale's HTTP side as a page reaches it: what seats-api answers, without its transport. */
export function createPageHttp(options: PageHttpOptions): Http {
  const { machine, buyer, sale, front } = options;

  /** A question that changes nothing. */
  async function read<T>(
    what: string,
    answer: (process: SaleProcess) => Promise<Ack<{ body: T }>>,
  ): Promise<T> {
    const reply = await front.ask(machine, what, (process) => answering(() => answer(process)), readMsMax);
    if (reply.kind !== 'answered') throw new OnsaleError('UNAVAILABLE');
    return accepted(reply.value).body;
  }

  async function command<A extends object>(
    ask: Ask,
    body: (process: SaleProcess, outcome: Outcome) => Ack<A>,
  ) {
    const handle = async (process: SaleProcess) => body(process, await process.answer(buyer, ask));
    const reply = await front.ask(machine, `${ask.kind} over HTTP`, handle, commandMsMax);
    if (reply.kind !== 'answered') throw new OnsaleError('UNKNOWN');
    return accepted(reply.value);
  }

  async function seats(_show: string, id?: string): Promise<SeatsBody> {
    const index = id === undefined ? undefined : sale.plan.sectionIndex(id);
    const indexes = index === undefined ? sale.plan.sections.map((_, each) => each) : [index];
    return read('seats', async ({ running: { room } }) => {
      const mirrors = await Promise.all(indexes.map((each) => room.mirrors.open(sale, each)));
      const sections = mirrors.map(({ section, version, states }) => ({
        section: sale.plan.sections[section]?.id ?? '',
        version,
        states,
      }));
      return { ok: true, body: { show: sale.show.id, sections } };
    });
  }

  async function changes(_show: string, id: string, since: number): Promise<ChangesBody> {
    const section = sale.plan.sectionIndex(id) ?? -1;
    return read('changes', async ({ running: { room } }) => {
      const found = await room.store.changes({ show: sale.show.id, section }, since, entriesMax);
      if (found.kind === 'trimmed') return refusalAck({ code: 'LOG_TRIMMED' });
      const set = new Map<number, number>();
      for (const entry of found.entries) for (const [seat, state] of entry.changes) set.set(seat, state);
      return { ok: true, body: { from: since, to: found.entries.at(-1)?.version ?? since, set: [...set] } };
    });
  }

  async function realtime(): Promise<RealtimeBody> {
    return read('realtime', async () => {
      const endpoints = front.ready().slice(0, 2);
      const body = {
        endpoints: endpoints.map(({ name }) => ({ url: name, node: name, zone: null })),
        ticket: options.newTicket(),
        expiresIn: 60,
      };
      return { ok: true, body };
    });
  }

  const once: Http['once'] = {
    hold: async ({ id, seats: asked }) => (await command({ kind: 'hold', id, seats: asked }, holdAck)).hold,
    holdBest: async ({ id, best }) =>
      (await command({ kind: 'best', id, wish: bestWishOf(best) }, holdAck)).hold,
    release: async ({ hold, seats: given }) =>
      (await command({ kind: 'release', hold, seats: given ?? null }, holdAck)).hold,
    extend: async ({ hold }) => (await command({ kind: 'extend', hold }, holdAck)).hold,
    returnOrder: ({ order }) => command({ kind: 'return', order }, orderAck),
    pay: ({ hold, id, method }) => command({ kind: 'pay', hold, order: id, method }, orderAck),
  };
  const unused = () => Promise.reject(new OnsaleError('NOT_FOUND'));
  return {
    ...once,
    once,
    seats,
    changes,
    realtime,
    shows: unused,
    show: unused,
    layout: unused,
    holds: unused,
    holdById: unused,
    order: unused,
    orders: unused,
    passes: unused,
  };
}

function accepted<A extends object>(ack: Ack<A>): A {
  if (ack.ok) return ack;
  throw new OnsaleError(ack.error.code, { details: ack.error.details ?? {} });
}
