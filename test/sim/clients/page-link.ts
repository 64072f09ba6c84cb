import { type Link, type LinkHandlers, OnsaleError } from '@onsale/client';
import { type BuyerId, type Outcome, StoreUnavailable } from '@onsale/domain';
import { roomOf } from '../../../services/realtime/src/socket-types.ts';
import type { Inspector } from '../checks/inspector.ts';
import type { Machine } from '../machine.ts';
import { holdAck, orderAck } from '../sale/acks.ts';
import type { Ask } from '../sale/ask.ts';
import type { SaleProcess } from '../sale/process.ts';
import { type Packet, SimSocket } from '../sale/sockets.ts';
import type { Wire, Wires } from '../sale/wire.ts';
import type { World } from '../world.ts';

/** One connection of a page, from end to end. */
export interface Connection {
  readonly world: World;
  readonly inspector: Inspector;
  readonly machine: Machine;
  readonly buyer: BuyerId;
  readonly process: SaleProcess;
  readonly wires: Wires;
  readonly wire: Wire;
  readonly ticket: string;
  readonly handlers: LinkHandlers;
}

const ticketMs = 60_000;

/** Opens the client's link over a wire: asks to be let in, and fails when that takes too long or is refused. */
export function openPageLink(connection: Connection, timeoutMs: number): Promise<Link> {
  const { machine, wire } = connection;
  const { promise, resolve, reject } = Promise.withResolvers<Link>();
  const fail = () => reject(new OnsaleError('UNAVAILABLE'));
  const cancel = machine.after(timeoutMs, 'no connection in time', () => {
    wire.hangUp('page');
    fail();
  });
  wire.onGone('page', fail);
  wire.send('process', 'connect', () => {
    void admit(connection).then((socket) => {
      if (socket === null) wire.hangUp('process');
      else
        wire.send('page', 'connected', () => {
          cancel();
          resolve(linkOn(connection, socket));
        });
    });
  });
  return promise;
}

/** The process's end of a new connection; null when the ticket is no good, or cannot be told [I2]. */
async function admit(connection: Connection): Promise<SimSocket | null> {
  const { process, world, wires, wire, buyer, ticket, inspector, handlers } = connection;
  const { room, sockets } = process.running;
  try {
    if (!(await room.store.claimTicket(ticket, world.epochMs + ticketMs))) return null;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
  if (wire.state === 'cut') return null;
  const socket = new SimSocket(ticket, buyer, sockets, (packet) => {
    inspector.told(process.name, packet, buyer);
    if (packet.event === 'seats' && wires.losesFrame()) return;
    const text = JSON.stringify(packet.payload);
    wire.send('page', packet.event, () => dispatch(handlers, packet.event, JSON.parse(text) as never));
  });
  sockets.add(socket);
  socket.join(roomOf.buyer(buyer));
  wire.onGone('process', () => socket.disconnect());
  return socket;
}

function dispatch(handlers: LinkHandlers, event: Packet['event'], payload: never): void {
  if (event === 'seats' || event === 'heads' || event === 'hold' || event === 'move')
    handlers[event](payload);
}

function linkOn(connection: Connection, socket: SimSocket): Link {
  const { process, wire, buyer, handlers } = connection;
  const ask = createAsker(connection);
  const command = <A>(ack: (process: SaleProcess, outcome: Outcome) => A) => {
    return (wanted: Ask, timeoutMs: number) =>
      ask(wanted.kind, timeoutMs, async () => ack(process, await process.answer(buyer, wanted)));
  };
  const held = command(holdAck);
  const paid = command(orderAck);
  return {
    watch: (request, timeoutMs) =>
      ask('watch', timeoutMs, () => process.running.realtime.watch(socket, request)),
    unwatch: (request, timeoutMs) =>
      ask('unwatch', timeoutMs, () => process.running.realtime.unwatch(socket, request)),
    hold: ({ id, seats = [] }, timeoutMs) => held({ kind: 'hold', id, seats }, timeoutMs),
    release: ({ hold, seats }, timeoutMs) => held({ kind: 'release', hold, seats: seats ?? null }, timeoutMs),
    pay: ({ hold, id, method }, timeoutMs) =>
      paid({ kind: 'pay', hold, order: id ?? '', method: method ?? 'sandbox-card' }, timeoutMs),
    close: () => wire.hangUp('page'),
  };

  /** Packets with an ack. When the wire breaks, every one that waits fails, and then the client is told. */
  function createAsker({ machine }: Connection) {
    const open = new Set<() => void>();
    wire.onGone('page', () => {
      for (const fail of open) fail();
      handlers.closed();
    });
    return <A>(what: string, timeoutMs: number, handle: () => Promise<A>): Promise<A> => {
      const { promise, resolve, reject } = Promise.withResolvers<A>();
      const end = () => {
        open.delete(fail);
        cancel();
      };
      const fail = () => {
        end();
        reject(new OnsaleError('UNKNOWN'));
      };
      const cancel = machine.after(timeoutMs, `${what}: no ack in time`, fail);
      open.add(fail);
      if (wire.state === 'cut') fail();
      wire.send('process', what, () => {
        void handle().then((answer) => {
          const text = JSON.stringify(answer);
          wire.send('page', `${what}: ack`, () => {
            end();
            resolve(JSON.parse(text) as A);
          });
        });
      });
      return promise;
    };
  }
}
