import { errorOf, frameBytesMax } from '@onsale/contracts';
import { OutcomeUnknown, type Refusal, StoreUnavailable } from '@onsale/domain';
import type { z } from 'zod';
import type { RealtimeDependencies } from './dependencies.ts';
import type { SaleSocket } from './socket-types.ts';

/** Commands of one socket that may wait for their answer. */
const pendingMax = 64;

/** The answer of a handler: fields of the ack, or a refusal. */
export type Answer = { readonly ok: true; readonly [field: string]: unknown } | { readonly ok: false; readonly error: Refusal };

type Listener = (...parameters: unknown[]) => void;
type AckFunction = (answer: object) => void;

/** Adds a command to a socket: checks the request, answers exactly once, never throws [A1]. */
export interface CommandRegistrar {
  on<T extends z.ZodType>(event: string, schema: T, handle: (request: z.infer<T>) => Promise<Answer>): void;
}

/**
 * Every packet with an ack gets one: an unknown event, a frame that is too large and a malformed request are
 * refused with their code, and what a handler throws becomes an answer too.
 */
export function createRegistrar(socket: SaleSocket, dependencies: RealtimeDependencies): CommandRegistrar {
  const { logger, onRefused } = dependencies;
  const events = new Map<string, Listener>();

  function refuse(ack: AckFunction | null, refusal: Refusal): void {
    onRefused(refusal.code);
    ack?.({ ok: false, error: errorOf(refusal) });
  }

  socket.conn.on('packet', (packet: { data?: unknown }) => {
    socket.data.packetBytes = typeof packet.data === 'string' ? Buffer.byteLength(packet.data) : 0;
  });
  socket.use(([event, ...parameters]) => {
    const ack = ackOf(parameters);
    if (socket.data.packetBytes > frameBytesMax) refuse(ack, { code: 'BODY_TOO_LARGE' });
    else if (socket.data.pending >= pendingMax) refuse(ack, { code: 'BUSY', details: { retryAfterMs: 250 } });
    else {
      const listener = typeof event === 'string' ? events.get(event) : undefined;
      if (listener === undefined) refuse(ack, { code: 'UNKNOWN_EVENT' });
      else listener(parameters[0], ack);
    }
    // The packet is dealt with here; Socket.IO's own dispatch, which drops unknown events silently, is not asked.
  });

  return {
    on(event, schema, handle) {
      events.set(event, (payload, ackOrNull) => {
        const ack = ackOrNull as AckFunction | null;
        const request = schema.safeParse(payload);
        if (!request.success) {
          const faults = request.error.issues
            .slice(0, 20)
            .map((issue) => `${issue.path.map(String).join('.') || event}: ${issue.message}`);
          refuse(ack, { code: 'BAD_REQUEST', details: { faults } });
          return;
        }
        socket.data.pending++;
        handle(request.data)
          .catch((error: unknown): Answer => ({ ok: false, error: thrown(error) }))
          .then((answer) => {
            socket.data.pending--;
            if (answer.ok) ack?.(answer);
            else refuse(ack, answer.error);
          })
          .catch((error: unknown) => logger.error({ err: error, event }, 'an ack could not be sent'));
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
function ackOf(parameters: readonly unknown[]): AckFunction | null {
  const last = parameters.at(-1);
  return typeof last === 'function' ? (last as AckFunction) : null;
}
