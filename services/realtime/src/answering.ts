import { errorOf, frameBytesMax } from '@onsale/contracts';
import { OutcomeUnknown, type Refusal, StoreUnavailable } from '@onsale/domain';
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

/** Adds a command to a socket: checks the request, answers exactly once, never throws [A1]. */
export interface CommandRegistrar {
  on<T extends z.ZodType>(event: string, schema: T, handle: (request: z.infer<T>) => Promise<Answer>): void;
}

/**
 * Every packet with an ack gets one: an unknown event, a frame that is too large, more than a buyer or an address may
 * ask and a malformed request are refused with their code, and what a handler throws becomes an answer too.
 */
export function createRegistrar(socket: SaleSocket, dependencies: RealtimeDependencies): CommandRegistrar {
  const { logger, onRefused, traffic } = dependencies;
  const handlers = new Map<string, Handler>();

  function refuse(ack: AckFunction | null, refusal: Refusal): void {
    onRefused(refusal.code);
    ack?.({ ok: false, error: errorOf(refusal) });
  }

  async function answerTo(event: unknown, payload: unknown): Promise<Answer> {
    const { buyer, address } = socket.data;
    const limited = await traffic.command(buyer, address);
    if (limited !== null) return { ok: false, error: limited };
    const handle = typeof event === 'string' ? handlers.get(event) : undefined;
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
  socket.use((packet) => {
    const [event, payload] = packet;
    const ack = ackOf(packet);
    if (socket.data.packetBytes > frameBytesMax) return refuse(ack, { code: 'BODY_TOO_LARGE' });
    if (socket.data.pending >= pendingMax)
      return refuse(ack, { code: 'BUSY', details: { retryAfterMs: 250 } });
    socket.data.pending++;
    // The packet is dealt with here; Socket.IO's own dispatch, which drops unknown events silently, is not asked.
    answerTo(event, payload)
      .catch((error: unknown): Answer => ({ ok: false, error: thrown(error) }))
      .then((answer) => {
        socket.data.pending--;
        if (answer.ok) ack?.(answer);
        else refuse(ack, answer.error);
      })
      .catch((error: unknown) => logger.error({ err: error, event }, 'an ack could not be sent'));
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

  function thrown(error: unknown): Refusal {
    if (error instanceof StoreUnavailable) return { code: 'UNAVAILABLE' };
    if (error instanceof OutcomeUnknown) return { code: 'UNKNOWN' };
    logger.error({ err: error }, 'a command failed');
    return { code: 'INTERNAL' };
  }
}

/** The last parameter of a packet, when the client asked for an answer. */
function ackOf(packet: readonly unknown[]): AckFunction | null {
  const last = packet.at(-1);
  return typeof last === 'function' ? (last as AckFunction) : null;
}
