import type { ServerEvents } from '@onsale/contracts';
import type { SaleServer, SaleSocket } from './socket-types.ts';
import { textFrame } from './text-frame.ts';

/** What a section's watchers are told. */
export interface RoomFrame {
  readonly room: string;
  readonly payload: Parameters<ServerEvents['seats']>[0];
}

/** Sends frames to the process's own sockets in their rooms; answers how many were sent, one for each frame and socket. */
export type Tell = (frames: readonly RoomFrame[]) => number;

/** Frames are told apart by the bits of one small integer. */
const framesAtOnceMax = 30;

/**
 * Encodes each frame once and sends each socket all of its frames with one write, as it is the writes that cost: a
 * show's watchers mostly watch the same sections, so that few different writes have to be put together.
 */
export function createFrameWriter(io: SaleServer): Tell {
  return (frames) => {
    let deliveries = 0;
    for (let first = 0; first < frames.length; first += framesAtOnceMax) {
      deliveries += tellSome(io, frames.slice(first, first + framesAtOnceMax));
    }
    return deliveries;
  };
}

function tellSome(io: SaleServer, frames: readonly RoomFrame[]): number {
  const { rooms } = io.sockets.adapter;
  /** Which of the frames each socket gets, a bit each. */
  const wanted = new Map<string, number>();
  let deliveries = 0;
  for (const [index, { room }] of frames.entries()) {
    const ids = rooms.get(room);
    if (ids === undefined) continue;
    deliveries += ids.size;
    for (const id of ids) wanted.set(id, (wanted.get(id) ?? 0) | (1 << index));
  }
  const encoded = frames.map(({ payload }) => (deliveries === 0 ? Buffer.alloc(0) : encode(payload)));
  const writes = new Map<number, Buffer>();
  for (const [id, bits] of wanted) {
    let bytes = writes.get(bits);
    if (bytes === undefined) {
      bytes = Buffer.concat(encoded.filter((_, index) => (bits & (1 << index)) !== 0));
      writes.set(bits, bytes);
    }
    const socket = io.sockets.sockets.get(id);
    if (socket !== undefined) write(socket.conn, bytes);
  }
  return deliveries;
}

/** A message of Engine.IO (4) with an event of Socket.IO (2). */
function encode(payload: RoomFrame['payload']): Buffer {
  return textFrame(`42${JSON.stringify(['seats', payload])}`);
}

/** Engine.IO's way to send what is a WebSocket frame already; Socket.IO's own broadcasts use it. */
function write(conn: SaleSocket['conn'], bytes: Buffer): void {
  conn.write(undefined as unknown as string, { wsPreEncodedFrame: [bytes], compress: false } as object);
}
