import type { ActionType, Seats } from './seats.ts';

/** What a page sends. */
export interface Action {
  readonly row: number;
  readonly col: number;
  readonly userId: string;
  readonly actionType: ActionType;
}

/**
 * Finds the seat, checks that it is free, cancelled or the user's own, saves it and publishes what changed. Whoever
 * may not have it gets no answer, and nothing stands between the check and the saving: that is the design.
 */
export function createActions(seats: Seats, publish: (message: string) => Promise<unknown>) {
  return async ({ row, col, userId, actionType }: Action): Promise<void> => {
    const seatId = `${row}-${col}`;
    try {
      const seat = await seats.find(seatId);
      if (seat === null) await seats.create({ seatId, actionType, userId });
      else if (seat.actionType === 'cancel' || seat.userId === userId)
        await seats.save({ seatId, actionType, userId });
      else return;
      await publish(JSON.stringify({ row, col, userId, actionType }));
    } catch {
      // Two users created the same row: the unique index refused the second, who hears nothing either.
    }
  };
}
