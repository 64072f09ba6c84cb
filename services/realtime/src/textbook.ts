import type { MirrorStep, SaleRoom } from '@onsale/booking';
import { createTextbookGrid, readStoredLayout, type TextbookGrid, textbookAction } from '@onsale/contracts';
import { type Hold, type Outcome, refuse, type Sale, type Seat } from '@onsale/domain';
import { v7 as uuidV7 } from 'uuid';
import { connectError } from './admission.ts';
import type { Answer, CommandRegistrar } from './answering.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { roomOf, type SaleServer, type SaleSocket } from './socket-types.ts';

/** The textbook's `action` and `result`, for the default show. */
export interface Textbook {
  register(commands: CommandRegistrar): void;
}

interface Board {
  readonly sale: Sale;
  readonly grid: TextbookGrid;
}

const actionByState = ['cancel', 'reserve', 'pay', undefined] as const;

export function createTextbook(io: SaleServer, { room, defaultShow }: RealtimeDependencies): Textbook {
  const board = createBoardReader(room, defaultShow);
  room.onStep((step) => void relay(step));
  // Sections must be mirrored for their changes to be heard: whoever asked for the events misses none of
  // those that come after he was let in.
  io.use((socket, next) => {
    if (!socket.rooms.has(roomOf.textbook)) return next();
    keepMirrored(room, board, socket).then(
      () => next(),
      () => next(connectError({ code: 'UNAVAILABLE' })),
    );
  });

  /** Tells sockets that speak the textbook's events; nobody else pays for one message a change. */
  async function relay(step: MirrorStep): Promise<void> {
    if (step.mirror.show !== defaultShow || !io.sockets.adapter.rooms.has(roomOf.textbook)) return;
    const known = await board().catch(() => null);
    for (const [seat, state] of step.changes) {
      const place = known?.grid.placeOf(seat);
      const actionType = actionByState[state];
      if (place && actionType) io.to(roomOf.textbook).emit('result', { ...place, actionType });
    }
  }

  async function act(socket: SaleSocket, action: 'reserve' | 'pay' | 'cancel', seat: Seat): Promise<Outcome> {
    const { booking } = room;
    const { buyer } = socket.data;
    if (action === 'reserve') return booking.hold(buyer, defaultShow, uuidV7(), [seat]);
    const hold = await holdWith(buyer, seat);
    if (hold === undefined) return refuse('HOLD_NOT_FOUND');
    if (action === 'pay') return booking.pay(buyer, hold.id, uuidV7(), 'sandbox-card');
    return booking.release(buyer, hold.id, [seat]);
  }

  async function holdWith(buyer: string, seat: Seat): Promise<Hold | undefined> {
    const holds = await room.booking.findHolds(buyer, defaultShow);
    return holds.find((hold) => hold.state === 'active' && hold.seats.includes(seat));
  }

  async function answer(
    socket: SaleSocket,
    row: number,
    col: number,
    action: 'reserve' | 'pay' | 'cancel',
  ): Promise<Answer> {
    const known = await board();
    if (known === null) return { ok: false, error: { code: 'SHOW_NOT_FOUND' } };
    const seat = known.grid.seatAt(row, col);
    if (seat === null) return { ok: false, error: { code: 'SEAT_OUT_OF_RANGE' } };
    await socket.join(roomOf.textbook);
    const outcome = await act(socket, action, seat);
    return outcome.ok ? { ok: true, row, col, actionType: action } : outcome;
  }

  return {
    register(commands) {
      commands.on('action', textbookAction, async ({ row, col, actionType }, socket) => {
        await keepMirrored(room, board, socket);
        return answer(socket, row, col, actionType);
      });
    },
  };
}

/** The default show and its grid, read when first needed. */
function createBoardReader(room: SaleRoom, defaultShow: string): () => Promise<Board | null> {
  let known: Board | null = null;
  return async () => {
    if (known !== null) return known;
    const sale = await room.catalog.sale(defaultShow);
    const text = sale === null ? null : await room.catalog.layout(sale.show.layoutHash);
    if (sale === null || text === null) return null;
    known = { sale, grid: createTextbookGrid(readStoredLayout(text).layout) };
    return known;
  };
}

const keeping = new WeakMap<SaleSocket, Promise<void>>();

/** Mirrors the default show as long as the socket lives. Throws StoreUnavailable; the next call then tries again. */
function keepMirrored(room: SaleRoom, board: () => Promise<Board | null>, socket: SaleSocket): Promise<void> {
  const known = keeping.get(socket);
  if (known !== undefined) return known;
  const made = mirrorBoard(room, board, socket);
  keeping.set(socket, made);
  made.catch(() => keeping.delete(socket));
  return made;
}

async function mirrorBoard(
  room: SaleRoom,
  board: () => Promise<Board | null>,
  socket: SaleSocket,
): Promise<void> {
  const known = await board();
  if (known === null) return;
  const { show, plan } = known.sale;
  await Promise.all(plan.sections.map((_, section) => room.mirrors.open(known.sale, section)));
  const releases = plan.sections.map((_, section) => room.mirrors.retain(show.id, section));
  const release = () => {
    for (const one of releases) one();
  };
  if (socket.conn.readyState === 'open') socket.conn.once('close', release);
  else release();
}
