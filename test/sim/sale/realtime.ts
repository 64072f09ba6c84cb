import type { MirrorStep, SaleRoom } from '@onsale/booking';
import type { Ack, WatchAck } from '@onsale/contracts';
import { createBroadcaster } from '../../../services/realtime/src/broadcaster.ts';
import { startHeads } from '../../../services/realtime/src/heads.ts';
import { startNotices } from '../../../services/realtime/src/notices.ts';
import type { SaleServer, SaleSocket } from '../../../services/realtime/src/socket-types.ts';
import type { TickMeter } from '../../../services/realtime/src/tick.ts';
import { createWatching } from '../../../services/realtime/src/watching.ts';
import { answering, refusalAck } from './acks.ts';
import type { SimSocket, SimSockets } from './sockets.ts';

type WatchRequest = Parameters<ReturnType<typeof createWatching>['watch']>[1];

export interface SimRealtime {
  watch(socket: SimSocket, request: WatchRequest): Promise<WatchAck>;
  unwatch(socket: SimSocket, request: WatchRequest): Promise<Ack<object>>;
}

const idleMeter: TickMeter = {
  measure(tell) {
    tell();
    return { busyShare: 0, tellingShare: 0 };
  },
};

/**
 * The realtime service's own parts over simulated sockets: all of it but the transport, the tickets' signatures and
 * the form of its packets.
 */
export function openRealtime(
  room: SaleRoom,
  sockets: SimSockets,
  heard: (step: MirrorStep) => MirrorStep = (step) => step,
): SimRealtime {
  // These parts use of Socket.IO what SimSockets and SimSocket have, and nothing else.
  const io = sockets as unknown as SaleServer;
  // How busy a simulated process is does not show in this one's event loop.
  const broadcaster = createBroadcaster(sockets.tell, idleMeter);
  const watching = createWatching(io, { room } as Parameters<typeof createWatching>[1], broadcaster);
  room.onStep((step) => {
    const { mirror } = step;
    for (const { show, plan } of watching.shows()) {
      const section = plan.sections[mirror.section];
      if (show.id === mirror.show && section !== undefined) broadcaster.take(heard(step), section.id);
    }
  });
  startNotices(io, room);
  startHeads(broadcaster.tellToo, io, room, watching, 1_000);
  return {
    watch: (socket, request) =>
      answering(async () => {
        const answer = await watching.watch(socket as unknown as SaleSocket, request);
        return answer.ok ? answer : refusalAck(answer.error);
      }),
    unwatch: (socket, request) =>
      answering(async () => {
        const answer = await watching.unwatch(socket as unknown as SaleSocket, request);
        return answer.ok ? answer : refusalAck(answer.error);
      }),
  };
}
