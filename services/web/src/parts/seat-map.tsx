import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createHook } from '../automation.ts';
import { type MapSource, MapView, type Marked, type Sight } from '../map/map-view.ts';
import type { Words } from '../messages/format.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { MapHint } from './map-hint.tsx';
import { MinimapPart } from './minimap.tsx';
import { SeatCard } from './seat-card.tsx';
import { SectionCard } from './section-card.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';

interface SeatMapProps {
  room: Room;
  isShown: boolean;
  /** The browser draws nothing. */
  onUnavailable: () => void;
}

/** The live map with the card of the seat that is pointed at. */
export function SeatMap({ room, isShown, onUnavailable }: SeatMapProps): JSX.Element {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [marked, setMarked] = useState<Marked | null>(null);
  const [isNear, setIsNear] = useState(true);
  const unavailable = useRef(onUnavailable);
  const shown = useRef(isShown);
  shown.current = isShown;
  const onSight = useRef<(sight: Sight) => void>(() => undefined);
  const source = useMemo(
    () =>
      sourceOf(room, words, setMarked, (sight) => {
        if (!shown.current) return;
        room.attention.lookAt(sight.sections);
        markFirstSeats(room);
        onSight.current(sight);
        setIsNear(sight.isClickable);
      }),
    [room, words],
  );
  const firstSource = useRef(source);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element) return;
    if (!context) {
      unavailable.current();
      return;
    }
    const map = new MapView(element, context, firstSource.current);
    setView(map);
    const endings = connect(room, map, element, () => shown.current);
    return () => {
      for (const end of endings) end();
      map.close();
      setView(null);
    };
  }, [room]);

  useEffect(() => view?.update(source), [view, source, isShown]);

  return (
    <div class="map-layer" hidden={!isShown}>
      <canvas
        ref={canvas}
        class="seat-map"
        tabIndex={0}
        aria-label={words.text('mapLabel')}
        data-testid="seat-map"
      />
      {view !== null && <MinimapPart geometry={room.geometry} view={view} onSight={onSight} />}
      {view !== null && <ZoomButtons view={view} />}
      <MapHint room={room} isNear={isNear} />
      {marked?.kind === 'seat' && <SeatCard key={marked.seat} room={room} marked={marked} />}
      {marked?.kind === 'section' && <SectionCard key={marked.section} room={room} marked={marked} />}
    </div>
  );
}

function sourceOf(
  room: Room,
  words: Words,
  onMarked: MapSource['onMarked'],
  onSight: MapSource['onSight'],
): MapSource {
  return {
    geometry: room.geometry,
    looks: room.looks.values,
    sectionName: ({ name }) => words.local(name),
    sectionCount: (section) => {
      const count = room.looks.availableOf[section] ?? 0;
      return count === 0
        ? { words: words.text('noneAvailable'), short: '0' }
        : { words: words.count('available', count), short: words.number(count) };
    },
    markName: ({ name }) => words.local(name),
    seatLabel: (seat) => room.index.at(seat)?.label ?? '',
    onSeat: (seat) => void room.sale.clickSeat(seat),
    onMarked,
    onSight,
  };
}

const seatsMark = 'onsale-seats';

/** Notes, for whoever measures, when the seats were first shown as they are. */
function markFirstSeats({ live }: Room): void {
  if (live.sections.some(({ version }) => version === null)) return;
  if (performance.getEntriesByName(seatsMark).length === 0) performance.mark(seatsMark);
}

/** Keeps the canvas, its attributes and what it tells in step with the sale; answers how to stop that. */
function connect(
  room: Room,
  map: MapView,
  canvas: HTMLCanvasElement,
  isShown: () => boolean,
): (() => void)[] {
  const { live, sale, looks, index, show, surroundings } = room;
  const tell = (): void => {
    canvas.dataset.connection = live.state.kind;
    canvas.dataset.version = String(live.sections.reduce((sum, { version }) => sum + (version ?? 0), 0));
  };
  tell();
  // It has keys of its own, which screen readers must let through.
  canvas.role = 'application';
  surroundings.expose(
    createHook({ show: show.id, index, live, ownSeats: () => sale.ownSeats, map: () => map }),
  );
  return [
    live.subscribe((event) => {
      tell();
      // The first snapshot may show what was shown before, and still it is known only from then on.
      if (event.kind === 'state') map.repaint();
    }),
    looks.subscribe(() => isShown() && map.repaint()),
    sale.onRefusedSeats((seats) => map.flash(seats)),
    () => surroundings.expose(null),
  ];
}
