import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLooks } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { RowChoice } from './row-choice.tsx';
import { SeatChoice } from './seat-choice.tsx';
import { SectionChoice } from './section-choice.tsx';

/** Where in the list one is: at the sections, at the rows of one, or at the seats of a row. */
interface ListPlace {
  readonly section: number | null;
  readonly row: number | null;
}

/** Every seat by section and row, for those who cannot or will not use the map. */
export function SeatList({ room, hasMap }: { room: Room; hasMap: boolean }): JSX.Element {
  const words = useWords();
  const [place, setPlace] = useState<ListPlace>({ section: null, row: null });
  useLooks(room.looks);
  useAttention(room, place.section);
  const heading = useFocusOnChange(place);
  const section = room.geometry.sections[place.section ?? -1];
  const row = section?.rows[place.row ?? -1];
  const title =
    section === undefined
      ? words.text('listSections')
      : row === undefined
        ? words.local(section.name)
        : words.text('listRow', { section: words.local(section.name), row: row.label });
  const back = (): void => setPlace({ section: row === undefined ? null : place.section, row: null });
  return (
    <div class="seat-list" data-testid="seat-list">
      {!hasMap && (
        <p class="no-map" role="status" data-testid="no-map">
          {words.text('mapUnavailable')}
        </p>
      )}
      <div class="list-head">
        {section !== undefined && (
          <button type="button" class="button" data-testid="list-back" onClick={back}>
            {row === undefined ? words.text('listSections') : words.local(section.name)}
          </button>
        )}
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </div>
      {section === undefined ? (
        <SectionChoice room={room} onChoose={(chosen) => setPlace({ section: chosen, row: null })} />
      ) : row === undefined ? (
        <RowChoice
          room={room}
          section={section}
          onChoose={(chosen) => setPlace({ section: section.index, row: chosen })}
        />
      ) : (
        <SeatChoice room={room} row={row} />
      )}
    </div>
  );
}

/** Keeps up to date what the list shows: all sections' numbers, or one section's seats. */
function useAttention(room: Room, section: number | null): void {
  useEffect(() => {
    const all = room.geometry.sections.map(({ id }) => id);
    room.attention.lookAt(section === null ? all : all.slice(section, section + 1));
  }, [room, section]);
}

/** A heading that takes the focus when something else is shown below it, but not when the list is first shown. */
function useFocusOnChange(place: ListPlace): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(place);
  // At once: whoever presses the next key must not press it where nothing is any more.
  useLayoutEffect(() => {
    if (shown.current !== place) heading.current?.focus();
    shown.current = place;
  }, [place]);
  return heading;
}
