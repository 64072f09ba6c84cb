import type { JSX } from 'preact';
import { noFilter, type SeatFilter, toggled, type Wish, wishes } from '../map/filter.ts';
import { markedNotes } from '../map/shapes.ts';
import type { MessageKey } from '../messages/en.ts';
import { useLooks } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { NoteIcon, SeatIcon, type SeatIconKind } from './seat-icon.tsx';
import { noteKeys } from './seat-words.ts';

const states: readonly (readonly [SeatIconKind, MessageKey])[] = [
  ['mine', 'stateMine'],
  ['owned', 'stateOwned'],
  ['held', 'stateHeld'],
  ['sold', 'stateSold'],
  ['blocked', 'stateBlocked'],
];
const wishKeys: Record<Wish, MessageKey> = {
  wheelchair: 'noteWheelchair',
  companion: 'noteCompanion',
  aisle: 'noteAisle',
  'clear-view': 'wishClearView',
};
/** What the map's colours, shapes and signs mean; prices and attributes narrow down what is shown. */
export function Legend({ room, isOpen }: { room: Room; isOpen: boolean }): JSX.Element {
  const words = useWords();
  const { filter } = useLooks(room.looks);
  const set = (next: SeatFilter): void => {
    room.looks.filter = next;
  };
  const isFiltered = filter.prices.size + filter.wishes.size > 0;
  return (
    <section
      id="legend"
      class={`legend ${isOpen ? 'open' : ''}`}
      aria-label={words.text('legend')}
      data-testid="legend"
    >
      <ul class="prices">
        {room.prices.map(({ id, name, amount }, index) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={filter.prices.has(index)}
              data-testid={`filter-price-${id}`}
              onClick={() => set(toggled(filter, { price: index }))}
            >
              <SeatIcon kind="available" price={index} />
              <span>{words.local(name)}</span>
              <span class="amount">{words.money(amount, room.show.currency)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Wishes room={room} filter={filter} onFilter={set} />
      {isFiltered && (
        <p class="filter-result">
          <span role="status">{words.count('matching', room.looks.available)}</span>
          <button type="button" class="button small" data-testid="filter-clear" onClick={() => set(noFilter)}>
            {words.text('filterClear')}
          </button>
        </p>
      )}
      <ul class="states" aria-label={words.text('legendStates')}>
        {states.map(([kind, key]) => (
          <li key={kind}>
            <SeatIcon kind={kind} />
            <span>{words.text(key)}</span>
          </li>
        ))}
        {markedNotes
          .filter((note) => room.notes.has(note))
          .map((note) => (
            <li key={note}>
              <NoteIcon note={note} />
              <span>{words.text(noteKeys[note])}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

interface WishesProps {
  room: Room;
  filter: SeatFilter;
  onFilter: (filter: SeatFilter) => void;
}

/** Only what some seats of the house have. */
function Wishes({ room, filter, onFilter }: WishesProps): JSX.Element | null {
  const words = useWords();
  const offered = wishes.filter((wish) => room.notes.has(wish === 'clear-view' ? 'restricted-view' : wish));
  if (offered.length === 0) return null;
  return (
    <ul class="wishes" aria-label={words.text('wishes')}>
      {offered.map((wish) => (
        <li key={wish}>
          <button
            type="button"
            class="chip"
            aria-pressed={filter.wishes.has(wish)}
            data-testid={`filter-wish-${wish}`}
            onClick={() => onFilter(toggled(filter, { wish }))}
          >
            {words.text(wishKeys[wish])}
          </button>
        </li>
      ))}
    </ul>
  );
}
