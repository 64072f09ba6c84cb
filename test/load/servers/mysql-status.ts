import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** What a server of MySQL counts of itself since it began. */
export interface MysqlStatus {
  /** Statements that anybody has sent it, this one too; and how many of them were `COMMIT`. */
  read(name: 'Questions' | 'Com_commit'): Promise<number>;
  close(): void;
}

/** Asks on a connection of its own, which is open before anything is measured. */
export async function openMysqlStatus(url: string): Promise<MysqlStatus> {
  const connection = await createConnection({ uri: url });
  return {
    async read(name) {
      const [rows] = await connection.query<RowDataPacket[]>('SHOW GLOBAL STATUS LIKE ?', [name]);
      return Number(rows[0]?.Value);
    },
    close: () => connection.destroy(),
  };
}
