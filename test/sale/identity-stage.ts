import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@onsale/client';
import { holdBody } from '@onsale/contracts';
import { createConnection } from 'mysql2/promise';
import { createDatabase } from '../servers/index.ts';
import { startServices } from '../services/start-services.ts';
import { genuine, type Key, type Kind, readKeys } from './forger.ts';
import { send } from './plain-request.ts';
import { writeShowFiles } from './shows.ts';

/** Somebody with a session. */
export interface Person {
  readonly id: string;
  readonly session: string;
}

/** What is somebody's, in the show `demo`. */
export interface Belongings {
  readonly victim: Person;
  /** His live hold, of two seats. */
  readonly hold: string;
  readonly seats: readonly [number, number];
  /** His order, of another seat. */
  readonly order: string;
  /** A seat that nobody has. */
  readonly free: number;
}

/** Two seats-api and two realtime processes, and a victim with a hold and an order that others are after. */
export interface IdentityStage extends Belongings {
  readonly apiUrls: readonly [string, string];
  readonly realtimeUrls: readonly [string, string];
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  readonly sessionKeys: string;
  /** The key that signs, and the one before it. */
  readonly newer: Key;
  readonly older: Key;
  readonly other: Person;
  /** Somebody else, with a hold and an order of his own. */
  another(): Promise<Belongings>;
  /** A token of the victim's as the services would make it at this moment. */
  token(kind: Kind, person?: Person): string;
  /** Every row of seats, sections, the log, holds and orders, as text. */
  rows(): Promise<string>;
  stop(): Promise<void>;
}

const watched = ['seats', 'sections', 'section_log', 'holds', 'orders'];

export async function openIdentityStage(mysqlUrl: string, redisUrl: string): Promise<IdentityStage> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-identity-'));
  const database = await createDatabase(mysqlUrl);
  const sessionKeys = ['newer', 'older']
    .map((id) => `${id}:${randomBytes(32).toString('base64url')}`)
    .join(',');
  const [newer, older] = pair(readKeys(sessionKeys));
  const services = await startServices({
    mysqlUrl: database.url,
    redisUrl,
    port: 0,
    sessionKeys,
    shows: await writeShowFiles(folder),
  });
  const connection = await createConnection({ uri: database.url, dateStrings: true });
  const apiUrls = pair(services.seatsApiUrls);
  const personOf = (id: string): Person => ({
    id,
    session: genuine({ kind: 'session', buyer: id, key: newer, madeAtMs: Date.now() }),
  });
  let seat = 0;
  /** Four seats for each, in a row of twenty. */
  async function another(): Promise<Belongings> {
    const victim = personOf(crypto.randomUUID());
    const [first, second, paid, free] = [seat++, seat++, seat++, seat++];
    const hold = await holdSeats(apiUrls[0], victim, [first, second]);
    const order = newId();
    const path = `/api/holds/${await holdSeats(apiUrls[1], victim, [paid])}/pay`;
    await command(apiUrls[1], victim, 'POST', path, { id: order });
    return { victim, hold, order, seats: [first, second], free };
  }
  const belongings = await another();
  return {
    apiUrls,
    realtimeUrls: pair(services.realtimeUrls),
    mysqlUrl: database.url,
    redisUrl,
    sessionKeys,
    newer,
    older,
    ...belongings,
    another,
    other: personOf(crypto.randomUUID()),
    token: (kind, person = belongings.victim) =>
      genuine({ kind, buyer: person.id, key: newer, madeAtMs: Date.now() }),
    async rows() {
      const tables: unknown[] = [];
      for (const table of watched) tables.push((await connection.query(`SELECT * FROM ${table}`))[0]);
      return JSON.stringify(tables);
    },
    async stop() {
      await services.stop();
      await connection.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function holdSeats(api: string, person: Person, seats: readonly number[]): Promise<string> {
  const answer = await command(api, person, 'PUT', `/api/shows/demo/holds/${newId()}`, { seats });
  return holdBody.parse(JSON.parse(answer)).id;
}

/** The body of an accepted command. */
async function command(
  api: string,
  person: Person,
  method: string,
  path: string,
  body: object,
): Promise<string> {
  const headers = { cookie: `onsale=${person.session}`, 'content-type': 'application/json' };
  const answer = await send(api + path, method, headers, JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
  return answer.body;
}

function pair<T>(list: readonly T[]): [T, T] {
  const [first, second] = list;
  if (first === undefined || second === undefined) throw new Error('two are needed');
  return [first, second];
}
