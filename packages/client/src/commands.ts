import type { Ack } from '@onsale/contracts';
import { errorFromWire, OnsaleError } from './errors.ts';
import type { Commands, Http, PayCommand, Payment } from './http.ts';
import type { Link } from './link.ts';
import { commandPolicy, type Timing, withRetries } from './retry.ts';

/** How long a command waits for its ack before it is asked again over HTTP. */
const ackMsMax = 4_000;

/**
 * The commands over the live connection while there is one, else over HTTP. A command without an answer is asked
 * again over HTTP by the same id until the true outcome is known [H5] [A1]; what the server refuses for the moment
 * (RATE_LIMITED, BUSY, UNAVAILABLE) is asked again after a wait.
 */
export function createCommands(http: Http, link: () => Link | null, timing: Timing): Commands {
  const run = <A extends object, R>(
    overLink: (link: Link) => Promise<Ack<A>>,
    overHttp: () => Promise<R>,
    result: (answer: A) => R,
  ): Promise<R> =>
    withRetries(
      async (before) => {
        const open = before?.code === 'UNKNOWN' ? null : link();
        return open === null ? overHttp() : result(accepted(await overLink(open)));
      },
      commandPolicy,
      timing,
    );
  const pay: Commands['pay'] = (command) =>
    run(
      (open) => open.pay(command, ackMsMax),
      () => http.once.pay(command),
      ({ order, hold }) => ({ order, hold }),
    );
  return {
    hold: (command) =>
      run(
        (open) => open.hold({ ...command, seats: [...command.seats] }, ackMsMax),
        () => http.once.hold(command),
        ({ hold }) => hold,
      ),
    holdBest: (command) =>
      run(
        (open) => open.hold(command, ackMsMax),
        () => http.once.holdBest(command),
        ({ hold }) => hold,
      ),
    release: (command) =>
      run(
        (open) => {
          const { hold, seats } = command;
          return open.release(seats === undefined ? { hold } : { hold, seats: [...seats] }, ackMsMax);
        },
        () => http.once.release(command),
        ({ hold }) => hold,
      ),
    // Once each, and no race for seats: not worth an event of their own.
    extend: (command) => http.extend(command),
    returnOrder: (command) => http.returnOrder(command),
    pay: (command) => withoutUnknownContact(pay, command),
  };
}

/**
 * A process of the version before knows no contact and refuses it, without any effect. The sale goes first then: the
 * order is made without.
 */
async function withoutUnknownContact(pay: Commands['pay'], command: PayCommand): Promise<Payment> {
  try {
    return await pay(command);
  } catch (error) {
    const { contact, ...rest } = command;
    if (contact === undefined || !isUnknownField(error, 'contact')) throw error;
    return pay(rest);
  }
}

function isUnknownField(error: unknown, field: string): boolean {
  if (!(error instanceof OnsaleError) || error.code !== 'BAD_REQUEST') return false;
  return error.details.faults?.includes(`${field}: is not a known field`) ?? false;
}

/** The ack of an accepted command; a refusal is thrown. */
export function accepted<A extends object>(ack: Ack<A>): A {
  if (ack.ok) return ack;
  throw errorFromWire(ack.error) ?? new OnsaleError('INTERNAL');
}
