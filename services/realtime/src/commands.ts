import {
  bestWishOf,
  holdBodyOf,
  orderBodyOf,
  socketHold,
  socketPay,
  socketRelease,
  watchRequest,
} from '@onsale/contracts';
import type { BuyerId, Hold, HoldId, Outcome } from '@onsale/domain';
import { v7 as uuidV7 } from 'uuid';
import { type Answer, type CommandRegistrar, createRegistrar } from './answering.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import type { SaleSocket } from './socket-types.ts';
import type { Textbook } from './textbook.ts';
import type { Watching } from './watching.ts';

/** The commands that sockets may give; who acts is what a socket's ticket said [I1]. */
export function createCommands(
  dependencies: RealtimeDependencies,
  watching: Watching,
  textbook: Textbook,
): CommandRegistrar {
  const { room } = dependencies;
  const { booking, catalog, clock } = room;
  const commands = createRegistrar(dependencies);

  async function bodyOf(hold: Hold) {
    const sale = await catalog.sale(hold.show);
    const nowMs = clock.estimateMs() ?? Date.now();
    return holdBodyOf(hold, sale, nowMs, await booking.mayExtend(hold, nowMs));
  }

  async function holdAnswer(outcome: Outcome): Promise<Answer> {
    if (!outcome.ok) return outcome;
    return outcome.hold === null
      ? { ok: false, error: { code: 'INTERNAL' } }
      : { ok: true, hold: await bodyOf(outcome.hold) };
  }

  commands.on('watch', watchRequest, (request, socket) => watching.watch(socket, request));
  commands.on('unwatch', watchRequest, (request, socket) => watching.unwatch(socket, request));
  commands.on('hold', socketHold, async ({ id, show, seats = [], best }, socket) =>
    holdAnswer(
      await asking(socket, id, (buyer) =>
        best === undefined
          ? booking.hold(buyer, show, id, seats)
          : booking.holdBest(buyer, show, id, bestWishOf(best)),
      ),
    ),
  );
  commands.on('release', socketRelease, async ({ hold, seats }, socket) =>
    holdAnswer(await asking(socket, hold, (buyer) => booking.release(buyer, hold, seats ?? null))),
  );
  commands.on('pay', socketPay, async ({ hold, id = uuidV7(), method, contact }, socket) => {
    const paid = await asking(socket, hold, (buyer) => booking.pay(buyer, hold, id, method, contact));
    if (!paid.ok) return paid;
    if (paid.order === null || paid.hold === null) return { ok: false, error: { code: 'INTERNAL' } };
    const sale = await catalog.sale(paid.order.show);
    const nowMs = clock.estimateMs() ?? Date.now();
    const order = orderBodyOf(paid.order, sale, nowMs, await booking.pageOf(paid.order));
    return { ok: true, order, hold: await bodyOf(paid.hold) };
  });
  textbook.register(commands);
  return commands;
}

/** Asks for a socket's buyer, whose socket need not hear of the hold meanwhile: the answer says how it stands. */
async function asking(
  { data }: SaleSocket,
  hold: HoldId,
  ask: (buyer: BuyerId) => Promise<Outcome>,
): Promise<Outcome> {
  data.asking ??= new Set();
  data.asking.add(hold);
  try {
    return await ask(data.buyer);
  } finally {
    data.asking.delete(hold);
  }
}
