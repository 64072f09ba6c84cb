import type { SeatDigit } from '@onsale/client';
import type { SeatNote } from '@onsale/contracts';
import type { OwnSeat } from '../map/looks.ts';
import type { MessageKey } from '../messages/en.ts';
import type { SeatIconKind } from './seat-icon.tsx';

export const noteKeys: Record<SeatNote, MessageKey> = {
  wheelchair: 'noteWheelchair',
  companion: 'noteCompanion',
  'restricted-view': 'noteRestrictedView',
  aisle: 'noteAisle',
};

const stateKeys: Record<SeatDigit, MessageKey> = {
  0: 'stateAvailable',
  1: 'stateHeld',
  2: 'stateSold',
  3: 'stateBlocked',
};
const ownKeys: Record<OwnSeat, MessageKey> = {
  mine: 'stateMine',
  owned: 'stateOwned',
  pending: 'statePending',
};
const icons: Record<SeatDigit, SeatIconKind> = { 0: 'available', 1: 'held', 2: 'sold', 3: 'blocked' };

/** A seat's state, the buyer's own part in it first. */
export function stateKeyOf(digit: SeatDigit, own: OwnSeat | undefined): MessageKey {
  return own === undefined ? stateKeys[digit] : ownKeys[own];
}

export function iconOf(digit: SeatDigit, own: OwnSeat | undefined): SeatIconKind {
  if (own === undefined) return icons[digit];
  return own === 'owned' ? 'owned' : 'mine';
}
