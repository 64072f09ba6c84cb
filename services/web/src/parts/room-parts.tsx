import type { FunctionComponent, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Room } from '../sale/room.ts';
import { Banner } from './banner.tsx';
import { Basket } from './basket.tsx';
import { BestPanel } from './best-panel.tsx';
import { CheckoutDialog } from './checkout-dialog.tsx';
import { Legend } from './legend.tsx';
import { Notices } from './notices.tsx';
import { SeatList } from './seat-list.tsx';
import { type GestureHintProps, SeatMap } from './seat-map.tsx';
import { Tools, type Way } from './tools.tsx';
import { useNarrow } from './use-narrow.ts';

interface RoomPartsProps {
  room: Room;
  way: Way;
  onWay: (choose: Way | ((before: Way) => Way)) => void;
  /** The id of where seats are chosen, for links to it. */
  id?: string;
  /** The map takes its colours and its gestures when it is made: others, another map. */
  mapKey?: string;
  /** Given where the map leaves one finger and the wheel to the page around it. */
  GestureHint?: FunctionComponent<GestureHintProps> | undefined;
}

/** Everything of an open show below its name: on the sale's own page, and in an element on another. */
export function RoomParts({ room, way, onWay, id, mapKey, GestureHint }: RoomPartsProps): JSX.Element {
  const [hasMap, setHasMap] = useState(true);
  const [areFiltersOpen, setAreFiltersOpen] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow(area);
  // Where there is room for both, the seats that the sale chooses show on the map at once.
  const isBestBeside = way === 'best' && !isNarrow && hasMap;
  return (
    <>
      <Tools
        room={room}
        way={way}
        hasMap={hasMap}
        onWay={onWay}
        areFiltersOpen={areFiltersOpen}
        onFilters={setAreFiltersOpen}
      />
      <Legend room={room} isOpen={areFiltersOpen} />
      <div ref={area} id={id} class={`map-area by-${way}`}>
        <SeatMap
          key={mapKey}
          room={room}
          isShown={way === 'map' || isBestBeside}
          isBestBeside={isBestBeside}
          GestureHint={GestureHint}
          onUnavailable={() => {
            setHasMap(false);
            onWay((chosen) => (chosen === 'map' ? 'list' : chosen));
          }}
        />
        {way === 'list' && <SeatList room={room} hasMap={hasMap} />}
        {way === 'best' && (
          <BestPanel room={room} onMap={isBestBeside || !hasMap ? null : () => onWay('map')} />
        )}
        <Banner room={room} />
        <Notices room={room} isSearchShown={way === 'best'} />
      </div>
      <Basket room={room} />
      <CheckoutDialog room={room} />
    </>
  );
}
