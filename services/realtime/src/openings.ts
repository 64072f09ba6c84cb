import type { Socket } from 'node:net';

export interface OpeningsOptions {
  /** Connections that are being opened at a time. @default 200 */
  readonly atOnceMax?: number;
  /** Connections that wait for their turn; past this many the next is turned away at once. @default 5000 */
  readonly waitingMax?: number;
  /** How long one that never joins the sale keeps its turn, in milliseconds. @default 3000 */
  readonly turnMsMax?: number;
}

/**
 * Opens connections a bounded number at a time. When a process dies, thousands come to this one within seconds. Opened all
 * at once, all would be half open for so long that their clients give up and begin again, and none would ever be
 * open. Whoever came last is next: those who have waited for long are about to give up, and work on them would be lost.
 */
export interface Openings {
  /** Resolves when it is the connection's turn; false when too many wait, or when it is gone by then. */
  enter(socket: Socket): Promise<boolean>;
  /** The connection is open, or refused: the next one's turn. */
  leave(socket: Socket): void;
  waiting(): number;
}

interface Waiting {
  readonly socket: Socket;
  readonly resolve: (isTurn: boolean) => void;
}

export function createOpenings(options: OpeningsOptions = {}): Openings {
  const { atOnceMax = 200, waitingMax = 5_000, turnMsMax = 3_000 } = options;
  const turns = new Map<Socket, NodeJS.Timeout>();
  const stack: Waiting[] = [];

  /** Shared by all, and taken off when the turn is over: an open connection keeps nothing of its opening. */
  function onClose(this: Socket): void {
    forget(this);
  }

  function take({ socket, resolve }: Waiting): void {
    const timer = setTimeout(() => leave(socket), turnMsMax);
    turns.set(socket, timer);
    resolve(true);
  }

  function leave(socket: Socket): void {
    const timer = turns.get(socket);
    if (timer === undefined) return;
    clearTimeout(timer);
    turns.delete(socket);
    socket.off('close', onClose);
    const next = stack.pop();
    if (next !== undefined) take(next);
  }

  function forget(socket: Socket): void {
    const at = stack.findIndex((waiting) => waiting.socket === socket);
    if (at === -1) leave(socket);
    else for (const { resolve } of stack.splice(at, 1)) resolve(false);
  }

  return {
    enter(socket) {
      const isFull = turns.size >= atOnceMax && stack.length >= waitingMax;
      if (socket.destroyed || isFull) return Promise.resolve(false);
      socket.on('close', onClose);
      return new Promise((resolve) => {
        if (turns.size < atOnceMax) take({ socket, resolve });
        else stack.push({ socket, resolve });
      });
    },
    leave,
    waiting: () => stack.length,
  };
}
