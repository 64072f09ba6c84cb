import type { SaleServer } from './socket-types.ts';

/** Sockets that are asked to move at a time. */
const sliceCount = 20;

/**
 * Asks every socket to move, in random slices over the first half of the time, and waits until they are gone
 * or the time is over. Each is told what is left of the time: whoever is asked late must hurry more. Their clients open the
 * next connection before they let go of this one.
 */
export async function moveSockets(io: SaleServer, withinMs: number): Promise<void> {
  const sockets = [...io.sockets.sockets.values()].sort(() => Math.random() - 0.5);
  const sliceSize = Math.max(1, Math.ceil(sockets.length / sliceCount));
  const endMs = performance.now() + withinMs;
  for (let first = 0; first < sockets.length; first += sliceSize) {
    const leftMs = Math.max(0, Math.round(endMs - performance.now()));
    for (const socket of sockets.slice(first, first + sliceSize)) socket.emit('move', { withinMs: leftMs });
    await pause(withinMs / 2 / sliceCount);
  }
  while (io.sockets.sockets.size > 0 && performance.now() < endMs) await pause(50);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
