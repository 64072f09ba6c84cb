import type { JSX } from 'preact';
import type { MessageKey } from '../messages/en.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { SeatIcon, type SeatIconKind } from './seat-icon.tsx';

const states: readonly (readonly [SeatIconKind, MessageKey])[] = [
  ['mine', 'stateMine'],
  ['owned', 'stateOwned'],
  ['held', 'stateHeld'],
  ['sold', 'stateSold'],
  ['blocked', 'stateBlocked'],
];

/** What the map's colours and shapes mean. */
export function Legend({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  return (
    <section class="legend" aria-label={words.text('legend')}>
      <ul class="prices">
        {room.prices.map(({ id, name, amount }, index) => (
          <li key={id}>
            <SeatIcon kind="available" price={index} />
            <span>{words.local(name)}</span>
            <span class="amount">{words.money(amount, room.show.currency)}</span>
          </li>
        ))}
      </ul>
      <ul class="states" aria-label={words.text('legendStates')}>
        {states.map(([kind, key]) => (
          <li key={kind}>
            <SeatIcon kind={kind} />
            <span>{words.text(key)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
