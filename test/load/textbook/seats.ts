import type { Pool, RowDataPacket } from 'mysql2/promise';

export type ActionType = 'reserve' | 'pay' | 'cancel';

/** A row of the one table. */
export interface Seat {
  readonly seatId: string;
  readonly actionType: ActionType;
  readonly userId: string;
}

/** The model: what an object-relational mapper's `findOne`, `create` and `save` send. */
export interface Seats {
  find(seatId: string): Promise<Seat | null>;
  create(seat: Seat): Promise<void>;
  save(seat: Seat): Promise<void>;
  list(): Promise<readonly { row: number; col: number; actionType: ActionType }[]>;
}

export const tableSql = `CREATE TABLE Seat (
  id INT AUTO_INCREMENT PRIMARY KEY,
  seatId VARCHAR(255) NOT NULL UNIQUE,
  actionType VARCHAR(255) NOT NULL,
  userId VARCHAR(255) NOT NULL
)`;

export function createSeats(pool: Pool): Seats {
  return {
    async find(seatId) {
      const [rows] = await pool.query<RowDataPacket[]>(
        'SELECT id, seatId, actionType, userId FROM Seat WHERE seatId = ? LIMIT 1',
        [seatId],
      );
      return (rows[0] as Seat | undefined) ?? null;
    },
    async create({ seatId, actionType, userId }) {
      await pool.query('INSERT INTO Seat (seatId, actionType, userId) VALUES (?, ?, ?)', [
        seatId,
        actionType,
        userId,
      ]);
    },
    async save({ seatId, actionType, userId }) {
      await pool.query('UPDATE Seat SET actionType = ?, userId = ? WHERE seatId = ?', [
        actionType,
        userId,
        seatId,
      ]);
    },
    async list() {
      const [rows] = await pool.query<RowDataPacket[]>(
        "SELECT seatId, actionType FROM Seat WHERE actionType <> 'cancel'",
      );
      return rows.map(({ seatId, actionType }) => {
        const [row, col] = (seatId as string).split('-').map(Number);
        return { row: row ?? 0, col: col ?? 0, actionType: actionType as ActionType };
      });
    },
  };
}
