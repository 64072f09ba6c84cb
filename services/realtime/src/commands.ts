import {
  bestWishOf,
  holdBodyOf,
  orderBodyOf,
  socketHold,
  socketPay,
  socketRelease,
  watchRequest,
} from '@onsale/contracts';
import type { Hold, HoldId, Outcome } from '@onsale/domain';
import { v7 as uuidV7 } from 'uuid';
import { type Answer, createRegistrar } from './answering.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import type { SaleSocket } from './socket-types.ts';
import type { Textbook } from './textbook.ts';
import type { Watching } from './watching.ts';

/** The commands of a socket; who acts is what its ticket said [I1]. */
export function registerCommands(
  socket: SaleSocket,
  dependencies: RealtimeDependencies,
  watching: Watching,
  textbook: Textbook,
): void {
  const { room } = dependencies;
  const { booking, catalog, clock } = room;
  const { buyer } = socket.data;
  const commands = createRegistrar(socket, dependencies);

  async function bodyOf(hold: Hold) {
    const sale = await catalog.sale(hold.show);
    return holdBodyOf(hold, sale, clock.estimateMs() ?? Date.now());
  }

  async function holdAnswer(outcome: Outcome): Promise<Answer> {
    if (!outcome.ok) return outcome;
    return outcome.hold === null
      ? { ok: false, error: { code: 'INTERNAL' } }
      : { ok: true, hold: await bodyOf(outcome.hold) };
  }

  async function asking(hold: HoldId, ask: () => Promise<Outcome>): Promise<Outcome> {
    socket.data.asking.add(hold);
    try {
      return await ask();
    } finally {
      socket.data.asking.delete(hold);
    }
  }

  commands.on('watch', watchRequest, (request) => watching.watch(socket, request));
  commands.on('unwatch', watchRequest, (request) => watching.unwatch(socket, request));
  commands.on('hold', socketHold, async ({ id, show, seats = [], best }) =>
    holdAnswer(
      await asking(id, () =>
        best === undefined
          ? booking.hold(buyer, show, id, seats)
          : booking.holdBest(buyer, show, id, bestWishOf(best)),
      ),
    ),
  );
  commands.on('release', socketRelease, async ({ hold, seats }) =>
    holdAnswer(await asking(hold, () => booking.release(buyer, hold, seats ?? null))),
  );
  commands.on('pay', socketPay, async ({ hold, id, method }) => {
    const paid = await asking(hold, () => booking.pay(buyer, hold, id ?? uuidV7(), method));
    if (!paid.ok) return paid;
    if (paid.order === null || paid.hold === null) return { ok: false, error: { code: 'INTERNAL' } };
    return { ok: true, order: orderBodyOf(paid.order), hold: await bodyOf(paid.hold) };
  });
  textbook.register(socket, commands);
}
