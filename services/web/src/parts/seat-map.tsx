import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createHook } from '../automation.ts';
import { type MapSource, MapView, type Marked } from '../map/map-view.ts';
import type { Words } from '../messages/format.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { SeatCard } from './seat-card.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';

/** The live map with the card of the seat that is pointed at. */
export function SeatMap({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [marked, setMarked] = useState<Marked | null>(null);
  const source = useMemo(() => sourceOf(room, words, setMarked), [room, words]);
  const firstSource = useRef(source);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context) return;
    const map = new MapView(element, context, firstSource.current);
    setView(map);
    const endings = connect(room, map, element);
    return () => {
      for (const end of endings) end();
      map.close();
      setView(null);
    };
  }, [room]);

  useEffect(() => view?.update(source), [view, source]);

  return (
    <>
      <canvas
        ref={canvas}
        class="seat-map"
        tabIndex={0}
        aria-label={words.text('mapLabel')}
        data-testid="seat-map"
      />
      {view !== null && <ZoomButtons view={view} />}
      {marked !== null && <SeatCard key={marked.seat} room={room} marked={marked} />}
    </>
  );
}

function sourceOf(room: Room, words: Words, onMarked: MapSource['onMarked']): MapSource {
  return {
    geometry: room.geometry,
    looks: room.looks.values,
    sectionName: ({ name }) => words.local(name),
    markName: ({ name }) => words.local(name),
    seatLabel: (seat) => room.index.at(seat)?.label ?? '',
    onSeat: (seat) => void room.sale.clickSeat(seat),
    onMarked,
  };
}

/** Keeps the canvas, its attributes and `window.onsale` in step with the sale; answers how to stop that. */
function connect(room: Room, map: MapView, canvas: HTMLCanvasElement): (() => void)[] {
  const { live, sale, looks, index, show } = room;
  const tell = (): void => {
    canvas.dataset.connection = live.state.kind;
    canvas.dataset.version = String(live.sections.reduce((sum, { version }) => sum + (version ?? 0), 0));
  };
  tell();
  window.onsale = createHook({ show: show.id, index, live, ownSeats: () => sale.ownSeats, map: () => map });
  return [
    live.subscribe(tell),
    looks.subscribe(() => map.repaint()),
    sale.onRefusedSeats((seats) => map.flash(seats)),
    () => delete window.onsale,
  ];
}
