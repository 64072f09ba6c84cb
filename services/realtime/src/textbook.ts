import type { MirrorStep, SaleRoom } from '@onsale/booking';
import { createTextbookGrid, readStoredLayout, type TextbookGrid, textbookAction } from '@onsale/contracts';
import { type Hold, type Outcome, refuse, type Sale, type Seat } from '@onsale/domain';
import { v7 as uuidV7 } from 'uuid';
import type { Answer, CommandRegistrar } from './answering.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { roomOf, type SaleServer, type SaleSocket } from './socket-types.ts';

/** The textbook's `action` and `result`, for the default show. */
export interface Textbook {
  register(socket: SaleSocket, commands: CommandRegistrar): void;
}

interface Board {
  readonly sale: Sale;
  readonly grid: TextbookGrid;
}

const actionByState = ['cancel', 'reserve', 'pay', undefined] as const;

export function createTextbook(io: SaleServer, { room, defaultShow }: RealtimeDependencies): Textbook {
  const board = createBoardReader(room, defaultShow);
  room.onStep((step) => void relay(step));

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
    register(socket, commands) {
      // Sections must be mirrored for their changes to be heard.
      if (socket.rooms.has(roomOf.textbook)) void keepMirrored(room, board, socket);
      commands.on('action', textbookAction, async ({ row, col, actionType }) => {
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

const keeping = new WeakSet<SaleSocket>();

async function keepMirrored(
  room: SaleRoom,
  board: () => Promise<Board | null>,
  socket: SaleSocket,
): Promise<void> {
  if (keeping.has(socket)) return;
  keeping.add(socket);
  const known = await board().catch(() => null);
  if (known === null) return;
  const { sale } = known;
  for (const section of sale.plan.sections.keys()) {
    await room.mirrors.open(sale, section);
    const release = room.mirrors.retain(sale.show.id, section);
    socket.once('disconnect', release);
  }
}
