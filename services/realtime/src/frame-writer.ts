import type { ServerEvents } from '@onsale/contracts';
import { packetsWaiting } from './slow-sockets.ts';
import type { SaleServer, SaleSocket } from './socket-types.ts';
import { textFrame } from './text-frame.ts';

/** What those in a room are told: what changed in a section, or how far a show's sections are. */
export type RoomFrame = {
  [E in 'seats' | 'heads']: {
    readonly room: string;
    readonly event: E;
    readonly payload: Parameters<ServerEvents[E]>[0];
  };
}['seats' | 'heads'];

/** Sends frames to the process's own sockets in their rooms; answers how many frames of seats were sent, one for each socket. */
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
  for (const [index, { room, event }] of frames.entries()) {
    const ids = rooms.get(room);
    if (ids === undefined) continue;
    if (event === 'seats') deliveries += ids.size;
    for (const id of ids) wanted.set(id, (wanted.get(id) ?? 0) | (1 << index));
  }
  const encoded = frames.map((frame) => (wanted.size === 0 ? Buffer.alloc(0) : encode(frame)));
  const writes = new Map<number, Buffer>();
  for (const [id, bits] of wanted) {
    let bytes = writes.get(bits);
    if (bytes === undefined) {
      bytes = Buffer.concat(encoded.filter((_, index) => (bits & (1 << index)) !== 0));
      writes.set(bits, bytes);
    }
    const socket = io.sockets.sockets.get(id);
    if (socket !== undefined) write(socket, bytes);
  }
  return deliveries;
}

/** A message of Engine.IO (4) with an event of Socket.IO (2). */
function encode({ event, payload }: RoomFrame): Buffer {
  return textFrame(`42${JSON.stringify([event, payload])}`);
}

/**
 * Writes below Engine.IO and its WebSocket, which hand whole frames to the connection: without compression one may go
 * between any two of theirs, and most of what a write costs is saved. As long as Engine.IO keeps packets back, as for
 * a slow reader, the frame stands in line behind them: a section's states must come before what changed them.
 */
function write({ conn, data: { stream } }: SaleSocket, bytes: Buffer): void {
  if (packetsWaiting(conn) > 0)
    conn.write(undefined as unknown as string, { wsPreEncodedFrame: [bytes], compress: false } as object);
  else if (conn.readyState === 'open' && stream.writable) stream.write(bytes);
}
