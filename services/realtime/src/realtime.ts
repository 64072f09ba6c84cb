import type { Server as HttpServer } from 'node:http';
import { frameBytesMax } from '@onsale/contracts';
import { Server } from 'socket.io';
import { admitByTicket, countSockets, createUpgradeGate } from './admission.ts';
import { createBroadcaster } from './broadcaster.ts';
import { createCommandMeter } from './command-meter.ts';
import { createCommands } from './commands.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { createFrameWriter } from './frame-writer.ts';
import { startHeads } from './heads.ts';
import { keepRequestsLean } from './lean-request.ts';
import { moveSockets } from './moving.ts';
import { startNotices } from './notices.ts';
import { createOpenings } from './openings.ts';
import { registerRealtimeMetrics } from './realtime-metrics.ts';
import { startEndingSlowSockets } from './slow-sockets.ts';
import type { SaleServer } from './socket-types.ts';
import { createTextbook } from './textbook.ts';
import { createWatching } from './watching.ts';

export interface Realtime {
  connections(): number;
  /** Asks sockets to move elsewhere and waits for that time at most; new ones are refused from here on. */
  drain(withinMs: number): Promise<void>;
  /** Ends what is left. The HTTP server stays open: whoever made it closes it. */
  close(): Promise<void>;
}

/**
 * Live seat maps and commands on an HTTP server. Frames go to this process's own sockets only; other
 * processes learn of changes by the bus and tell theirs.
 */
export function createRealtime(http: HttpServer, dependencies: RealtimeDependencies): Realtime {
  const { room } = dependencies;
  let draining = false;
  const openings = createOpenings();
  const gate = createUpgradeGate(dependencies, openings, () => draining);
  const io: SaleServer = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    // Four times what a command may have: larger ones end the connection, those in between get their answer.
    maxHttpBufferSize: 4 * frameBytesMax,
    // A connection that never asks to join the sale is ended.
    connectTimeout: dependencies.connectMsMax ?? 10_000,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    allowRequest: (request, decide) => void gate(request, decide),
  });
  keepRequestsLean(io);
  countSockets(io, dependencies);
  admitByTicket(io, dependencies, openings);
  const broadcaster = createBroadcaster(createFrameWriter(io));
  const watching = createWatching(io, dependencies, broadcaster);
  const textbook = createTextbook(io, dependencies);
  room.onStep((step) => {
    const { mirror } = step;
    const sectionId = sectionIdOf(mirror.show, mirror.section);
    if (sectionId !== undefined) broadcaster.take(step, sectionId);
  });
  startNotices(io, room);
  const heads = startHeads(broadcaster.tellToo, io, room, watching, dependencies.headsEveryMs ?? 1_000);
  const slowSockets = startEndingSlowSockets(io, dependencies.registry);
  const observed = { ...dependencies, onAnswered: createCommandMeter(dependencies.registry) };
  const commands = createCommands(observed, watching, textbook);
  io.on('connection', (socket) => {
    // Nobody is told by the id of a socket: its own room is memory times the crowd.
    void socket.leave(socket.id);
    commands.serve(socket);
  });
  registerRealtimeMetrics(dependencies.registry, {
    connections: () => io.engine.clientsCount,
    openingsWaiting: openings.waiting,
    broadcast: broadcaster.figures,
  });

  function sectionIdOf(show: string, section: number): string | undefined {
    for (const sale of watching.shows()) if (sale.show.id === show) return sale.plan.sections[section]?.id;
    return undefined;
  }

  return {
    connections: () => io.engine.clientsCount,
    async drain(withinMs) {
      draining = true;
      await moveSockets(io, withinMs);
    },
    async close() {
      heads.stop();
      slowSockets.stop();
      broadcaster.stop();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
