import type { FunctionComponent, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createHook } from '../automation.ts';
import type { YieldedGesture } from '../map/gestures.ts';
import type { MapSource, Marked, Sight } from '../map/map-source.ts';
import { MapView } from '../map/map-view.ts';
import type { Insets } from '../map/view.ts';
import type { Words } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { MapHint } from './map-hint.tsx';
import { MinimapPart } from './minimap.tsx';
import { SeatCard } from './seat-card.tsx';
import { SectionCard } from './section-card.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';

export interface GestureHintProps {
  /** Where the part leaves what is to be called with each gesture that was left to the page. */
  onYielded: { current: (gesture: YieldedGesture) => void };
}

interface SeatMapProps {
  room: Room;
  isShown: boolean;
  /** Whether the search for the best seats lies over the map's one side. */
  isBestBeside: boolean;
  /** Where one finger and the wheel scroll the page around the map, what says so; with it or without, another map. */
  GestureHint: FunctionComponent<GestureHintProps> | undefined;
  /** The browser draws nothing. */
  onUnavailable: () => void;
}

/** The live map with the card of the seat that is pointed at. */
export function SeatMap({
  room,
  isShown,
  isBestBeside,
  GestureHint,
  onUnavailable,
}: SeatMapProps): JSX.Element {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [marked, setMarked] = useState<Marked | null>(null);
  const [isNear, setIsNear] = useState(true);
  const unavailable = useRef(onUnavailable);
  const shown = useRef(isShown);
  shown.current = isShown;
  const onSight = useRef<(sight: Sight) => void>(() => undefined);
  const onYielded = useRef<(gesture: YieldedGesture) => void>(() => undefined);
  const source = useMemo(
    () =>
      sourceOf(room, words, {
        insets: insetsOf(isBestBeside, canvas.current),
        onMarked: setMarked,
        onSight: (sight) => {
          if (!shown.current) return;
          room.attention.lookAt(sight.sections);
          markFirstSeats(room);
          onSight.current(sight);
          setIsNear(sight.isClickable);
        },
        onYielded: GestureHint ? (gesture) => onYielded.current(gesture) : null,
      }),
    [room, words, isBestBeside, GestureHint],
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
  useFoundShown(room, isShown ? view : null);

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
      {GestureHint && <GestureHint onYielded={onYielded} />}
      {marked?.kind === 'seat' && <SeatCard key={marked.seat} room={room} marked={marked} />}
      {marked?.kind === 'section' && <SectionCard key={marked.section} room={room} marked={marked} />}
    </div>
  );
}

/** Brings seats that the sale has chosen onto the screen, once. */
function useFoundShown({ sale }: Room, view: MapView | null): void {
  const { search } = useSale(sale);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (search.kind !== 'found' || view === null || shown.current === search.hold.id) return;
    shown.current = search.hold.id;
    view.show(search.hold.seats);
  }, [search, view]);
}

/** Room around the map: banners come down from the top, buttons and news stand at the bottom. */
const bareInsets: Insets = { top: 52, right: 24, bottom: 66, left: 24 };
/** What the search for the best seats covers beside it. */
const searchPx = 372;

function insetsOf(isBestBeside: boolean, canvas: HTMLCanvasElement | null): Insets {
  if (!isBestBeside) return bareInsets;
  const isMirrored = getComputedStyle(canvas ?? document.documentElement).direction === 'rtl';
  return { ...bareInsets, [isMirrored ? 'right' : 'left']: searchPx };
}

function sourceOf(
  room: Room,
  words: Words,
  own: Pick<MapSource, 'insets' | 'onMarked' | 'onSight' | 'onYielded'>,
): MapSource {
  return {
    ...own,
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
