import { randomInt } from 'node:crypto';
import { newId } from '@onsale/client';
import { errorBody, realtimeBody } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import { HttpSender, type Sending } from './http-sender.ts';
import type { Place } from './place.ts';
import { SaleSocket, type SocketOptions } from './sale-socket.ts';

/** An HTTP answer, read. */
export interface Answer {
  readonly status: number;
  /** JSON where it is JSON, else the text. */
  readonly body: unknown;
}

export type Request = Omit<Sending, 'method' | 'path'>;

/** Somebody with a session of his own, who acts over HTTP and over sockets. */
export class Buyer {
  /** The Cookie header of his session. */
  readonly cookie: string;
  readonly #api: string;

  private constructor(api: string, cookie: string) {
    this.#api = api;
    this.cookie = cookie;
  }

  /** A buyer who was never here before. */
  static async arrive({ apiUrls }: Place): Promise<Buyer> {
    const api = apiUrls[randomInt(apiUrls.length)] ?? apiUrls[0];
    const { headers } = await new HttpSender(api).send({ method: 'GET', path: '/api/shows' });
    return new Buyer(api, headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '');
  }

  /** The same buyer, asking another process. */
  at(api: string): Buyer {
    return new Buyer(api, this.cookie);
  }

  /** Whoever sends this Cookie header. */
  withCookie(cookie: string): Buyer {
    return new Buyer(this.#api, cookie);
  }

  async ask(method: string, path: string, request: Request = {}): Promise<Answer> {
    const headers = { cookie: this.cookie, ...request.headers };
    const received = await new HttpSender(this.#api).send({ method, path, ...request, headers });
    const { status, text } = received;
    const isJson = received.headers['content-type']?.startsWith('application/json') === true;
    return { status, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  send(method: string, path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.ask(method, path, { headers, body: JSON.stringify(body) });
  }

  hold(show: string, seats: readonly number[], id = newId()): Promise<Answer> {
    return this.send('PUT', `/api/shows/${show}/holds/${id}`, { seats });
  }

  release(id: string, seats?: readonly number[]): Promise<Answer> {
    const some = seats === undefined ? '' : `?seats=${seats.join(',')}`;
    return this.ask('DELETE', `/api/holds/${encodeURIComponent(id)}${some}`);
  }

  extend(id: string): Promise<Answer> {
    return this.ask('POST', `/api/holds/${id}/extend`);
  }

  giveBack(order: string): Promise<Answer> {
    return this.ask('POST', `/api/orders/${order}/return`);
  }

  pay(id: string, order = newId()): Promise<Answer> {
    return this.send('POST', `/api/holds/${id}/pay`, { id: order });
  }

  /** A one-use ticket in this buyer's name. */
  async ticket(): Promise<string> {
    const { body } = await this.ask('GET', '/api/realtime?show=hall');
    return realtimeBody.parse(body).ticket;
  }

  /** A socket of this buyer's on that process. */
  async connect(url: string, options: Partial<SocketOptions> = {}): Promise<SaleSocket> {
    return SaleSocket.open(url, { ticket: await this.ticket(), ...options });
  }
}

/** The refusal's code, or the status of what is no refusal. */
export function codeOf({ status, body }: Answer): ErrorCode | number {
  const refusal = errorBody.safeParse(body);
  return refusal.success ? refusal.data.error.code : status;
}

/** Many new buyers. */
export async function arriveMany(place: Place, count: number): Promise<Buyer[]> {
  return Promise.all(Array.from({ length: count }, () => Buyer.arrive(place)));
}
