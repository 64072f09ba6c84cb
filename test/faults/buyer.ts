import type { HoldBody, OrderBody } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import type { Asked, Call, CallOutcome, History } from './history.ts';
import { RawSocket } from './raw-socket.ts';

/** A process that takes commands. */
export interface Desk {
  readonly name: string;
  readonly url: string;
  readonly service: 'seats-api' | 'realtime';
}

/** After this a call counts as unanswered. */
const callMsMax = 3_000;

/** Somebody with a session of his own, who acts over HTTP and over a socket, and writes down each call. */
export class Buyer {
  readonly id: string;
  readonly #cookie: string;
  readonly #history: History;
  readonly #apis: readonly Desk[];
  readonly #sockets = new Map<Desk, Promise<RawSocket>>();

  private constructor(cookie: string, apis: readonly Desk[], history: History) {
    this.id = buyerOf(cookie);
    this.#cookie = cookie;
    this.#apis = apis;
    this.#history = history;
  }

  /** A buyer who was never here before. */
  static async arrive(apis: readonly Desk[], history: History): Promise<Buyer> {
    const cookie = await openSession(apis);
    return new Buyer(cookie, apis, history);
  }

  /** Asks once, at that desk, and writes down what came of it. */
  async ask(asked: Asked, desk: Desk): Promise<CallOutcome> {
    const via = desk.service === 'realtime' ? 'socket' : 'http';
    const raw = via === 'socket' ? await this.#connect(desk, asked.show) : null;
    const startMs = Date.now();
    const outcome = via === 'http' ? await this.#overHttp(asked, desk) : await overSocket(asked, raw);
    const call: Call = {
      buyer: this.id,
      via,
      process: desk.name,
      asked,
      startMs,
      endMs: Date.now(),
      outcome,
    };
    this.#history.add(call);
    return outcome;
  }

  close(): void {
    for (const opening of this.#sockets.values()) opening.then((raw) => raw.close()).catch(() => {});
    this.#sockets.clear();
  }

  async #overHttp(asked: Asked, desk: Desk): Promise<CallOutcome> {
    const { method, path, body } = requestOf(asked);
    try {
      const response = await fetch(desk.url + path, {
        method,
        headers: { cookie: this.#cookie, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(callMsMax),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return outcomeOf(asked, response.ok, await response.json());
    } catch (error) {
      return failure(error);
    }
  }

  /** The socket to that desk, opened when there is none; null when it cannot be opened. */
  async #connect(desk: Desk, show: string): Promise<RawSocket | null> {
    const known = await this.#sockets.get(desk)?.catch(() => null);
    if (known?.isOpen) return known;
    const opening = this.#ticket(show).then((ticket) =>
      RawSocket.open(desk.url, { ticket }, { timeoutMs: callMsMax }),
    );
    this.#sockets.set(desk, opening);
    return opening.catch(() => null);
  }

  async #ticket(show: string): Promise<string> {
    for (const api of this.#apis) {
      const ticket = await ticketFrom(api.url, show, this.#cookie).catch(() => null);
      if (ticket !== null) return ticket;
    }
    throw new Error('nobody gives tickets');
  }
}

/** The session of somebody who was never here before, as a Cookie header. */
export async function openSession(apis: readonly Desk[]): Promise<string> {
  for (const api of apis) {
    const response = await fetch(`${api.url}/api/shows`, { signal: AbortSignal.timeout(callMsMax) }).catch(
      () => null,
    );
    await response?.arrayBuffer();
    const cookie = response?.headers.getSetCookie()[0]?.split(';', 1)[0];
    if (cookie !== undefined) return cookie;
  }
  throw new Error('nobody opens sessions');
}

async function ticketFrom(api: string, show: string, cookie: string): Promise<string> {
  const response = await fetch(`${api}/api/realtime?show=${show}`, {
    headers: { cookie },
    signal: AbortSignal.timeout(callMsMax),
  });
  const { ticket } = (await response.json()) as { ticket?: string };
  if (ticket === undefined) throw new Error(`no ticket: ${response.status}`);
  return ticket;
}

/** Who the session says that one is: the token's subject. The signature is the server's business. */
function buyerOf(cookie: string): string {
  const payload = cookie.split('.')[1] ?? '';
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub: string };
  return sub;
}

function requestOf(asked: Asked): { method: string; path: string; body?: object } {
  switch (asked.kind) {
    case 'hold':
      return {
        method: 'PUT',
        path: `/api/shows/${asked.show}/holds/${asked.hold}`,
        body: { seats: asked.seats },
      };
    case 'release':
      return {
        method: 'DELETE',
        path: `/api/holds/${asked.hold}${asked.isWhole ? '' : `?seats=${asked.seats.join(',')}`}`,
      };
    case 'pay':
      return {
        method: 'POST',
        path: `/api/holds/${asked.hold}/pay`,
        body: { id: asked.order, method: asked.method },
      };
  }
}

async function overSocket(asked: Asked, raw: RawSocket | null): Promise<CallOutcome> {
  if (raw === null) return { kind: 'refused', code: 'UNREACHABLE', seats: [] };
  const ack = await raw.ask(asked.kind, packetOf(asked), callMsMax);
  if (ack === null) return { kind: 'unknown', why: raw.isOpen ? 'timeout' : 'reset' };
  return outcomeOf(asked, ack.ok, ack);
}

function packetOf(asked: Asked): object {
  switch (asked.kind) {
    case 'hold':
      return { id: asked.hold, show: asked.show, seats: asked.seats };
    case 'release':
      return asked.isWhole ? { hold: asked.hold } : { hold: asked.hold, seats: asked.seats };
    case 'pay':
      return { hold: asked.hold, id: asked.order, method: asked.method };
  }
}

/** What an HTTP body or an ack says. They differ in one thing: over HTTP a hold comes without a wrapping. */
function outcomeOf(asked: Asked, isOk: boolean, answer: unknown): CallOutcome {
  if (isOk) {
    const { hold, order } = answer as { hold?: HoldBody; order?: OrderBody };
    return {
      kind: 'ok',
      hold: hold ?? (answer as HoldBody),
      order: asked.kind === 'pay' ? (order ?? null) : null,
    };
  }
  const { code, details } = (answer as { error: { code: ErrorCode; details?: { seats?: number[] } } }).error;
  // What went wrong inside may have gone wrong after the commit.
  if (code === 'UNKNOWN' || code === 'INTERNAL') return { kind: 'unknown', why: code };
  return { kind: 'refused', code, seats: details?.seats ?? [] };
}

function failure(error: unknown): CallOutcome {
  const { cause } = error as { cause?: { code?: string } };
  if (cause?.code === 'ECONNREFUSED') return { kind: 'refused', code: 'UNREACHABLE', seats: [] };
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return { kind: 'unknown', why: isTimeout ? 'timeout' : 'reset' };
}
