import type {
  BestWishBody,
  ChangesBody,
  ContactBody,
  HoldBody,
  HoldsBody,
  LayoutFile,
  OrderBody,
  OrdersBody,
  PassesBody,
  PaymentMethod,
  RealtimeBody,
  SeatsBody,
  ShowBody,
  ShowsBody,
} from '@onsale/contracts';
import { errorFromWire, isRecord, OnsaleError } from './errors.ts';
import {
  commandPolicy,
  oncePolicy,
  type RetryPolicy,
  readPolicy,
  realTiming,
  type Timing,
  withRetries,
} from './retry.ts';
import { traceParentOf } from './trace-parent.ts';

export interface HttpOptions {
  /** Where the sale is, such as `https://sale.example.com`; '' for the page's own origin. */
  readonly baseUrl?: string;
  /**
   * Whether the buyer's session goes along. Across origins that takes a sale which lists the page's origin; with
   * 'omit' any page may read shows, drawings and seats, and nothing else. What everybody may read goes without in
   * any case, so that caches can answer it. @default 'include'
   */
  readonly credentials?: 'include' | 'omit';
  /** How long one request may take. */
  readonly timeoutMs?: number;
  /**
   * Whether commands carry a `traceparent`. A page of another origin than the sale's may send it only where that is
   * allowed by name. @default true for the page's own origin
   */
  readonly traces?: boolean;
  readonly fetch?: typeof fetch;
  readonly timing?: Timing;
}

export interface HoldCommand {
  readonly id: string;
  readonly show: string;
  readonly seats: readonly number[];
}

export interface BestCommand {
  readonly id: string;
  readonly show: string;
  /** What is wished for; the sale chooses the seats. */
  readonly best: BestWishBody;
}

export interface ReleaseCommand {
  readonly hold: string;
  /** Some of the hold's seats; all of them when absent. */
  readonly seats?: readonly number[];
}

export interface ExtendCommand {
  readonly hold: string;
}

export interface PayCommand {
  readonly hold: string;
  /** The attempt's own id: a repeat with it pays once. */
  readonly id: string;
  readonly method: PaymentMethod;
  /** Whom to write to about the order. A repeat names the same. */
  readonly contact?: ContactBody;
}

export interface ReturnCommand {
  readonly order: string;
}

/** An attempt to pay, and the hold as it stands after it. */
export interface Payment {
  readonly order: OrderBody;
  readonly hold: HoldBody;
}

/** The commands, whichever way they travel. */
export interface Commands {
  hold(command: HoldCommand): Promise<HoldBody>;
  /** Holds the best seats that there are; the answer's `best` says how near they come to the wish. */
  holdBest(command: BestCommand): Promise<HoldBody>;
  release(command: ReleaseCommand): Promise<HoldBody>;
  /** Moves the hold's deadline, once, where its show allows it. */
  extend(command: ExtendCommand): Promise<HoldBody>;
  pay(command: PayCommand): Promise<Payment>;
  /** Gives a paid order back, where its show allows it. */
  returnOrder(command: ReturnCommand): Promise<Payment>;
}

/** Where to connect, and what to connect with. */
export type Realtime = RealtimeBody;

/** Every call of a sale's HTTP side. Each rejects with an `OnsaleError`. */
export interface Http extends Commands {
  shows(): Promise<ShowsBody>;
  /** One show; opens the buyer's session when there is none. */
  show(show: string): Promise<ShowBody>;
  layout(hash: string): Promise<LayoutFile>;
  /** Snapshots of every section, or of one. */
  seats(show: string, section?: string): Promise<SeatsBody>;
  /** What changed in a section after a version. Rejects with LOG_TRIMMED when the log does not reach back so far. */
  changes(show: string, section: string, since: number): Promise<ChangesBody>;
  /** The buyer's own live and paid holds, newest first. */
  holds(show: string): Promise<HoldsBody>;
  holdById(id: string): Promise<HoldBody>;
  order(id: string): Promise<OrderBody>;
  /** The buyer's own orders of every show but declined attempts, newest first, at most 100. */
  orders(): Promise<OrdersBody>;
  /** A pass for each seat of a paid order, whose code stands in a QR code. */
  passes(order: string): Promise<PassesBody>;
  realtime(show: string): Promise<Realtime>;
  /** The commands asked once, for callers that repeat by their own rules. */
  readonly once: Commands;
}

interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** The hold or order that a command is about. */
  readonly hold?: string;
  /** Whether everybody gets the same answer, whoever asks. */
  readonly isShared?: true;
  readonly policy: RetryPolicy;
}

/** Builds the typed calls on top of `fetch`. */
export function createHttp(options: HttpOptions = {}): Http {
  const timing = options.timing ?? realTiming;
  const send = (request: Request): Promise<unknown> =>
    withRetries(() => exchange(request, options), request.policy, timing);
  const get = (path: string, policy = readPolicy): Promise<unknown> => send({ method: 'GET', path, policy });
  const getShared = (path: string): Promise<unknown> =>
    send({ method: 'GET', path, isShared: true, policy: readPolicy });
  const showPath = (show: string): string => `/api/shows/${encodeURIComponent(show)}`;

  // The bodies are typed by the contract and not checked again here: the other side validates what it sends,
  // and a schema library would triple the size of the page.
  return {
    ...createCommands(send, commandPolicy),
    once: createCommands(send, oncePolicy),
    shows: () => get('/api/shows') as Promise<ShowsBody>,
    show: (show) => get(showPath(show)) as Promise<ShowBody>,
    layout: (hash) => getShared(`/api/layouts/${encodeURIComponent(hash)}`) as Promise<LayoutFile>,
    seats: (show, section) =>
      getShared(
        `${showPath(show)}/seats${section === undefined ? '' : `?section=${encodeURIComponent(section)}`}`,
      ) as Promise<SeatsBody>,
    changes: (show, section, since) =>
      getShared(
        `${showPath(show)}/sections/${encodeURIComponent(section)}/changes?since=${since}`,
      ) as Promise<ChangesBody>,
    holds: (show) => get(`${showPath(show)}/holds`) as Promise<HoldsBody>,
    holdById: (id) => get(`/api/holds/${encodeURIComponent(id)}`) as Promise<HoldBody>,
    order: (id) => get(`/api/orders/${encodeURIComponent(id)}`) as Promise<OrderBody>,
    orders: () => get('/api/orders') as Promise<OrdersBody>,
    passes: (order) => get(`/api/orders/${encodeURIComponent(order)}/passes`) as Promise<PassesBody>,
    realtime: (show) =>
      get(`/api/realtime?show=${encodeURIComponent(show)}`, oncePolicy) as Promise<Realtime>,
  };
}

function createCommands(send: (request: Request) => Promise<unknown>, policy: RetryPolicy): Commands {
  const putHold = (id: string, show: string, body: object) =>
    send({
      method: 'PUT',
      path: `/api/shows/${encodeURIComponent(show)}/holds/${encodeURIComponent(id)}`,
      body,
      hold: id,
      policy,
    }) as Promise<HoldBody>;
  return {
    hold: ({ id, show, seats }) => putHold(id, show, { seats }),
    holdBest: ({ id, show, best }) => putHold(id, show, { best }),
    release: ({ hold, seats }) =>
      send({
        method: 'DELETE',
        path: `/api/holds/${encodeURIComponent(hold)}${seats === undefined ? '' : `?seats=${seats.join(',')}`}`,
        hold,
        policy,
      }) as Promise<HoldBody>,
    extend: ({ hold }) =>
      send({
        method: 'POST',
        path: `/api/holds/${encodeURIComponent(hold)}/extend`,
        hold,
        policy,
      }) as Promise<HoldBody>,
    pay: ({ hold, ...attempt }) =>
      send({
        method: 'POST',
        path: `/api/holds/${encodeURIComponent(hold)}/pay`,
        body: attempt,
        hold,
        policy,
      }) as Promise<Payment>,
    returnOrder: ({ order }) =>
      send({
        method: 'POST',
        path: `/api/orders/${encodeURIComponent(order)}/return`,
        hold: order,
        policy,
      }) as Promise<Payment>,
  };
}

/** One request and its answer's body. */
async function exchange(request: Request, options: HttpOptions): Promise<unknown> {
  const response = await ask(request, options);
  const body = await readJson(response, request);
  if (response.ok && body !== undefined) return body;
  const refusal = isRecord(body) ? errorFromWire(body.error, response.status) : null;
  throw refusal ?? errorFromStatus(response.status, request);
}

async function ask(request: Request, options: HttpOptions): Promise<Response> {
  const { fetch: send = fetch, baseUrl = '', traces = baseUrl === '' } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const trace = traces && request.hold !== undefined ? traceParentOf(request.hold) : null;
  try {
    return await send(`${base}${request.path}`, {
      method: request.method,
      credentials: credentialsOf(request, options),
      signal: AbortSignal.timeout(options.timeoutMs ?? 8_000),
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(trace === null ? {} : { traceparent: trace }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch (error) {
    throw errorFromFailure(error, request);
  }
}

/** 'same-origin' leaves them out across origins, and is what the preloads of the sale's own page have. */
function credentialsOf(
  { isShared }: Request,
  { baseUrl = '', credentials }: HttpOptions,
): NonNullable<RequestInit['credentials']> {
  if (isShared || (baseUrl === '' && credentials === undefined)) return 'same-origin';
  return credentials ?? 'include';
}

/** The body as JSON; undefined when it is something else, as a proxy's error page is. */
async function readJson(response: Response, request: Request): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw errorFromFailure(error, request);
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No answer. A command may have been carried out all the same; a read can only have failed. */
function errorFromFailure(error: unknown, request: Request): OnsaleError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  return new OnsaleError(timedOut || request.method !== 'GET' ? 'UNKNOWN' : 'UNAVAILABLE');
}

/** An answer without the sale's error body comes from something in between, or is cut off. */
function errorFromStatus(status: number, request: Request): OnsaleError {
  const code = () => {
    if (status === 429) return 'BUSY';
    if (status === 503) return 'UNAVAILABLE';
    if (status === 413) return 'BODY_TOO_LARGE';
    if (status === 404) return 'NOT_FOUND';
    if (status >= 400 && status < 500) return 'BAD_REQUEST';
    return request.method === 'GET' ? 'UNAVAILABLE' : 'UNKNOWN';
  };
  return new OnsaleError(code(), { status });
}
