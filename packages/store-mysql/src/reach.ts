import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';

/** How long one attempt to connect may take, and the pause before the next, in milliseconds. */
const attemptMsMax = 5_000;
const pauseMs = 500;

/** Why a database cannot be worked with, in one sentence for people. It names the place and never the password. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

export interface ReachOptions {
  /** How long a server that does not answer yet is waited for, in milliseconds. 0 asks once. */
  readonly reachMsMax: number;
  /** Hears once that the wait has begun, and why. */
  readonly tell: (line: string) => void;
}

/**
 * A connection of its own to the database of this address. A server that is not up yet is waited for; one that
 * refuses the user, or has no such database, is not. Throws {@link DatabaseUnusable}.
 */
export async function reach(
  url: string,
  options: ReachOptions,
  more: ConnectionOptions = {},
): Promise<Connection> {
  if (placeOf(url).endsWith('/')) throw unusable(url, 'its address names no database');
  const deadlineMs = performance.now() + options.reachMsMax;
  for (let attempts = 1; ; attempts++) {
    try {
      return await createConnection({ uri: url, connectTimeout: attemptMsMax, ...more });
    } catch (error) {
      if (!isNotUpYet(error)) throw unusable(url, reasonOf(error), error);
      if (performance.now() + pauseMs >= deadlineMs) {
        const waited = options.reachMsMax === 0 ? '' : ` (waited ${options.reachMsMax} ms)`;
        throw unusable(url, `${reasonOf(error)}${waited}`, error);
      }
      if (attempts === 1) options.tell(`waiting for MySQL at ${placeOf(url)}: ${reasonOf(error)}`);
    }
    await delay(pauseMs);
  }
}

/** The address without user and password, as people may read it: `host:3306/database`. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname === '' ? '/' : pathname}`;
}

export function unusable(url: string, reason: string, cause?: unknown): DatabaseUnusable {
  const options = cause === undefined ? {} : { cause };
  return new DatabaseUnusable(`MySQL at ${placeOf(url)} cannot be used: ${reason}`, options);
}

/** What the driver says; it says nothing but a code when several addresses of a name were tried. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return codeOf(error) ?? error.name;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The server is not there, not there yet, or just going away: another attempt may find it. */
const passing: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
]);

function isNotUpYet(error: unknown): boolean {
  return passing.has(codeOf(error) ?? '');
}
