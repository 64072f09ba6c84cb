import type { HoldBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { clockText } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import type { Search } from '../sale/state.ts';
import { useWords } from '../words-context.ts';
import { BestForm } from './best-form.tsx';
import { holdWords } from './hold-words.ts';
import { seatNames } from './seat-names.ts';

interface BestPanelProps {
  room: Room;
  /** Leads to the map, where it is out of sight and can be had. */
  onMap: (() => void) | null;
}

/** Leaves the choice of seats to the sale, and says what it chose. */
export function BestPanel({ room, onMap }: BestPanelProps): JSX.Element {
  const words = useWords();
  const { sale, show } = room;
  const { search } = useSale(sale);
  useEffect(() => {
    // The form tells what each section has left, on the screen or not.
    room.attention.lookAt(room.geometry.sections.map(({ id }) => id));
  }, [room]);
  const answer = useScrolledTo(search);
  const seatsMax = show.cap - sale.ownSeats.size;
  return (
    <section class="best" aria-labelledby="best-title" data-testid="best-panel">
      <h2 id="best-title">{words.text('bestTitle')}</h2>
      <p class="muted">{words.text('bestIntro', { time: clockText(show.holdSeconds * 1_000) })}</p>
      {seatsMax > 0 ? (
        <BestForm room={room} seatsMax={seatsMax} />
      ) : (
        <p class="muted" data-testid="best-cap">
          {words.refusal('CAP_EXCEEDED', { cap: show.cap })}
        </p>
      )}
      <div ref={answer} class="best-answer">
        <div role="alert">
          {search.kind === 'refused' && (
            <p class="refusal" data-testid="best-refusal" data-code={search.code}>
              {words.refusal(search.code, { seat: '', cap: search.details.cap ?? show.cap })}
            </p>
          )}
        </div>
        <div role="status">
          {search.kind === 'found' && <Found room={room} hold={search.hold} onMap={onMap} />}
        </div>
      </div>
    </section>
  );
}

/** An element that comes into sight when the sale has answered while it is there. */
function useScrolledTo(search: Search): { current: HTMLDivElement | null } {
  const element = useRef<HTMLDivElement>(null);
  const seen = useRef(search);
  useEffect(() => {
    if (search !== seen.current && search.kind !== 'asking')
      element.current?.scrollIntoView({ block: 'nearest' });
    seen.current = search;
  }, [search]);
  return element;
}

/** The seats that the sale chose, for as long as they are held. */
function Found({ room, hold, onMap }: BestPanelProps & { hold: HoldBody }): JSX.Element | null {
  const words = useWords();
  const { best, singles = [] } = hold;
  if (room.sale.state.holdings.get(hold.id)?.state !== 'active') return null;
  return (
    <div
      class="best-found"
      data-testid="best-result"
      data-seats={hold.seats.join()}
      data-parts={best?.parts}
      data-other-section={best?.otherSection}
      data-restricted={best?.restrictedView}
      data-singles={singles.length}
    >
      <p>
        <strong>{words.text('saidBest', { seat: seatNames(room, words, hold.seats) })}</strong>
      </p>
      {holdWords(room, words, hold).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {onMap !== null && (
        <button type="button" class="button" data-testid="best-show" onClick={onMap}>
          {words.text('bestShow')}
        </button>
      )}
    </div>
  );
}
