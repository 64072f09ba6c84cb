import { errorOf, frameBytesMax } from '@onsale/contracts';
import { OutcomeUnknown, type Refusal, StoreUnavailable } from '@onsale/domain';
import { markOf } from '@onsale/runtime';
import type { z } from 'zod';
import type { RealtimeDependencies } from './dependencies.ts';
import type { SaleSocket } from './socket-types.ts';

/** Commands of one socket that may wait for their answer. */
const pendingMax = 64;

/** The answer of a handler: fields of the ack, or a refusal. */
export type Answer =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly error: Refusal };

/** Deals with a packet's payload. */
type Handler = (payload: unknown, socket: SaleSocket) => Promise<Answer>;
type AckFunction = (answer: object) => void;

interface Packet {
  readonly socket: SaleSocket;
  readonly event: string;
  readonly payload: unknown;
  readonly ack: AckFunction | null;
  /** Counts the socket's packets: with the socket's id, the request's. */
  readonly number: number;
  readonly startMs: number;
}

/** The commands that sockets may give: checks each request, answers exactly once, never throws [A1]. */
export interface CommandRegistrar {
  on<T extends z.ZodType>(
    event: string,
    schema: T,
    handle: (request: z.infer<T>, socket: SaleSocket) => Promise<Answer>,
  ): void;
  /** Lets a socket give them. */
  serve(socket: SaleSocket): void;
}

/**
 * Every packet with an ack gets one: an unknown event, a frame that is too large, more than a buyer or an address may
 * ask and a malformed request are refused with their code, and what a handler throws becomes an answer too. All sockets
 * share it, as what each has of its own is memory times the crowd.
 */
export function createRegistrar(dependencies: RealtimeDependencies): CommandRegistrar {
  const { logger, onRefused, onAnswered, traffic, tracing } = dependencies;
  const handlers = new Map<string, Handler>();

  function finish(packet: Packet, answer: Answer): void {
    const { event, ack } = packet;
    const code = codeOf(answer);
    onAnswered?.(handlers.has(event) ? event : 'unknown', code, performance.now() - packet.startMs);
    if (answer.ok) return ack?.(answer);
    onRefused(code);
    // Its line, for whoever follows one buyer; a crowd's refusals are too many for anything above `debug`.
    if (logger.isLevelEnabled('debug')) logger.debug({ ...factsOf(packet), code }, 'refused');
    ack?.({ ok: false, error: errorOf(answer.error) });
  }

  function traced(packet: Packet): Promise<Answer> {
    const { event, payload, socket } = packet;
    if (!tracing || !handlers.has(event)) return answerTo(packet);
    return tracing.command(
      {
        name: event,
        parent: traceOf(payload),
        attributes: () => ({ 'onsale.buyer': markOf(socket.data.buyer) }),
      },
      () => answerTo(packet),
      codeOf,
    );
  }

  async function answerTo({ event, payload, socket }: Packet): Promise<Answer> {
    const { buyer, address } = socket.data;
    const limited = await traffic.command(buyer, address);
    if (limited !== null) return { ok: false, error: limited };
    const handle = handlers.get(event);
    return handle === undefined ? { ok: false, error: { code: 'UNKNOWN_EVENT' } } : handle(payload, socket);
  }

  /** Deals with a packet in place of Socket.IO's own dispatch, which drops unknown events silently. */
  function take(packet: Packet): void {
    const { data } = packet.socket;
    if (data.packetBytes > frameBytesMax)
      return finish(packet, { ok: false, error: { code: 'BODY_TOO_LARGE' } });
    if (data.pending >= pendingMax)
      return finish(packet, { ok: false, error: { code: 'BUSY', details: { retryAfterMs: 250 } } });
    data.pending++;
    traced(packet)
      .catch((error: unknown): Answer => ({ ok: false, error: thrown(error, packet) }))
      .then((answer) => {
        data.pending--;
        finish(packet, answer);
      })
      .catch((error: unknown) =>
        logger.error({ err: error, ...factsOf(packet) }, 'an ack could not be sent'),
      );
  }

  function thrown(error: unknown, packet: Packet): Refusal {
    if (error instanceof StoreUnavailable) return { code: 'UNAVAILABLE' };
    if (error instanceof OutcomeUnknown) return { code: 'UNKNOWN' };
    logger.error({ err: error, ...factsOf(packet) }, 'a command failed');
    return { code: 'INTERNAL' };
  }

  return {
    on(event, schema, handle) {
      handlers.set(event, async (payload, socket) => {
        const request = schema.safeParse(payload);
        if (request.success) return handle(request.data, socket);
        const faults = request.error.issues
          .slice(0, 20)
          .map((issue) => `${issue.path.map(String).join('.') || event}: ${issue.message}`);
        return { ok: false, error: { code: 'BAD_REQUEST', details: { faults } } };
      });
    },
    serve(socket) {
      weighPackets(socket);
      socket.use((parameters) => take(packetOf(socket, parameters)));
    },
  };
}

/** Keeps the size of the packet that is being handled. */
function weighPackets(socket: SaleSocket): void {
  let bytes = 0;
  socket.conn.on('packet', ({ data }: { data?: unknown }) => {
    // A packet's attachments follow it.
    bytes =
      typeof data === 'string' ? Buffer.byteLength(data) : bytes + (Buffer.isBuffer(data) ? data.length : 0);
    const packetBytes = bytes;
    // Several packets may come in one read. Socket.IO hands each on by nextTick, after it was told of here.
    process.nextTick(() => {
      socket.data.packetBytes = packetBytes;
    });
  });
}

function factsOf({ socket, event, number }: Packet) {
  return { requestId: `${socket.id}-${number}`, buyer: socket.data.buyer, event };
}

/** A packet with its event and payload, and the last parameter when the client asked for an answer. */
function packetOf(socket: SaleSocket, parameters: readonly unknown[]): Packet {
  const [event, payload] = parameters;
  const last = parameters.at(-1);
  return {
    socket,
    // A name that is none is no event's.
    event: typeof event === 'string' ? event : '',
    payload,
    ack: typeof last === 'function' ? (last as AckFunction) : null,
    number: socket.data.asked++,
    startMs: performance.now(),
  };
}

function codeOf(answer: Answer): Refusal['code'] | 'OK' {
  return answer.ok ? 'OK' : answer.error.code;
}

/** The caller's trace, before anything else of the payload is looked at. */
function traceOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'trace' in payload ? payload.trace : undefined;
}
