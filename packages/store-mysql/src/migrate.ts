import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
const lockName = 'onsale_migrations';
const waitSeconds = 60;

/** Brings the tables up to date. Processes that ask at the same time wait for one another. */
export async function migrateMysql(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS granted', [
      lockName,
      waitSeconds,
    ]);
    if (rows[0]?.granted !== 1) throw new Error(`another process has been migrating for ${waitSeconds} s`);
    await migrate(drizzle(connection), { migrationsFolder });
  } finally {
    await connection.end();
  }
}
