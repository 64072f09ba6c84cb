import type { SaleServer, SaleSocket } from './socket-types.ts';

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
  const asked = new Set<SaleSocket>();
  function ask(some: Iterable<SaleSocket>): void {
    const leftMs = Math.max(0, Math.round(endMs - performance.now()));
    for (const socket of some) {
      if (asked.has(socket)) continue;
      asked.add(socket);
      socket.emit('move', { withinMs: leftMs });
    }
  }
  for (let first = 0; first < sockets.length; first += sliceSize) {
    ask(sockets.slice(first, first + sliceSize));
    await pause(withinMs / 2 / sliceCount);
  }
  while (io.sockets.sockets.size > 0 && performance.now() < endMs) {
    // Those who were let in before and joined since.
    ask(io.sockets.sockets.values());
    await pause(50);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
