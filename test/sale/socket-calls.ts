import { newId } from '@onsale/client';
import type { Belongings } from './identity-stage.ts';
import { rowSeats } from './shows.ts';

/** An event in a buyer's name. */
export interface SocketCall {
  readonly name: string;
  readonly event: string;
  payload(belongings: Belongings): object;
  /** What a buyer hears who asks this about another's seat or hold; null when it is about nobody's. */
  readonly toOthers: string | null;
}

/** Every event of the socket, aimed at what is the victim's. */
export const socketCalls: readonly SocketCall[] = [
  { name: 'watch', event: 'watch', payload: () => ({ show: 'demo', sections: 'all' }), toOthers: null },
  { name: 'unwatch', event: 'unwatch', payload: () => ({ show: 'demo', sections: 'all' }), toOthers: null },
  {
    name: 'hold',
    event: 'hold',
    payload: ({ hold, seats }) => ({ id: hold, show: 'demo', seats }),
    toOthers: 'ID_REUSED',
  },
  {
    name: 'release',
    event: 'release',
    payload: ({ hold, seats }) => ({ hold, seats: [seats[1]] }),
    toOthers: 'HOLD_NOT_FOUND',
  },
  { name: 'pay', event: 'pay', payload: ({ hold }) => ({ hold, id: newId() }), toOthers: 'HOLD_NOT_FOUND' },
  ...(['pay', 'cancel'] as const).map((actionType) => ({
    name: `action: ${actionType}`,
    event: 'action',
    payload: ({ victim, seats: [seat] }: Belongings) => ({
      row: Math.floor(seat / rowSeats),
      col: seat % rowSeats,
      actionType,
      userId: victim.id,
    }),
    toOthers: 'HOLD_NOT_FOUND',
  })),
];

/** The packet of an event that asks for an answer with that number. */
export function packetOf({ event, payload }: SocketCall, belongings: Belongings, ackId = 7): string {
  return `42${ackId}${JSON.stringify([event, payload(belongings)])}`;
}
