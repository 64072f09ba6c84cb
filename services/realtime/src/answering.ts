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
type Handler = (payload: unknown) => Promise<Answer>;
type AckFunction = (answer: object) => void;

interface Packet {
  readonly event: string;
  readonly payload: unknown;
  readonly ack: AckFunction | null;
  /** Counts the socket's packets: with the socket's id, the request's. */
  readonly number: number;
  readonly startMs: number;
}

/** Adds a command to a socket: checks the request, answers exactly once, never throws [A1]. */
export interface CommandRegistrar {
  on<T extends z.ZodType>(event: string, schema: T, handle: (request: z.infer<T>) => Promise<Answer>): void;
}

/**
 * Every packet with an ack gets one: an unknown event, a frame that is too large, more than a buyer or an address may
 * ask and a malformed request are refused with their code, and what a handler throws becomes an answer too.
 */
export function createRegistrar(socket: SaleSocket, dependencies: RealtimeDependencies): CommandRegistrar {
  const { logger, onRefused, onAnswered, traffic, tracing } = dependencies;
  const handlers = new Map<string, Handler>();
  let asked = 0;

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

  function factsOf({ event, number }: Packet) {
    return { requestId: `${socket.id}-${number}`, buyer: socket.data.buyer, event };
  }

  function traced(packet: Packet): Promise<Answer> {
    const { event, payload } = packet;
    if (!tracing || !handlers.has(event)) return answerTo(event, payload);
    return tracing.command(
      {
        name: event,
        parent: traceOf(payload),
        attributes: () => ({ 'onsale.buyer': markOf(socket.data.buyer) }),
      },
      () => answerTo(event, payload),
      codeOf,
    );
  }

  async function answerTo(event: string, payload: unknown): Promise<Answer> {
    const { buyer, address } = socket.data;
    const limited = await traffic.command(buyer, address);
    if (limited !== null) return { ok: false, error: limited };
    const handle = handlers.get(event);
    return handle === undefined ? { ok: false, error: { code: 'UNKNOWN_EVENT' } } : handle(payload);
  }

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
  socket.use((parameters) => {
    const packet = packetOf(parameters, asked++);
    if (socket.data.packetBytes > frameBytesMax)
      return finish(packet, { ok: false, error: { code: 'BODY_TOO_LARGE' } });
    if (socket.data.pending >= pendingMax)
      return finish(packet, { ok: false, error: { code: 'BUSY', details: { retryAfterMs: 250 } } });
    socket.data.pending++;
    // The packet is dealt with here; Socket.IO's own dispatch, which drops unknown events silently, is not asked.
    traced(packet)
      .catch((error: unknown): Answer => ({ ok: false, error: thrown(error, packet) }))
      .then((answer) => {
        socket.data.pending--;
        finish(packet, answer);
      })
      .catch((error: unknown) =>
        logger.error({ err: error, ...factsOf(packet) }, 'an ack could not be sent'),
      );
  });

  return {
    on(event, schema, handle) {
      handlers.set(event, async (payload) => {
        const request = schema.safeParse(payload);
        if (request.success) return handle(request.data);
        const faults = request.error.issues
          .slice(0, 20)
          .map((issue) => `${issue.path.map(String).join('.') || event}: ${issue.message}`);
        return { ok: false, error: { code: 'BAD_REQUEST', details: { faults } } };
      });
    },
  };

  function thrown(error: unknown, packet: Packet): Refusal {
    if (error instanceof StoreUnavailable) return { code: 'UNAVAILABLE' };
    if (error instanceof OutcomeUnknown) return { code: 'UNKNOWN' };
    logger.error({ err: error, ...factsOf(packet) }, 'a command failed');
    return { code: 'INTERNAL' };
  }
}

/** A packet with its event and payload, and the last parameter when the client asked for an answer. */
function packetOf(parameters: readonly unknown[], number: number): Packet {
  const [event, payload] = parameters;
  const last = parameters.at(-1);
  return {
    // A name that is none is no event's.
    event: typeof event === 'string' ? event : '',
    payload,
    ack: typeof last === 'function' ? (last as AckFunction) : null,
    number,
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
