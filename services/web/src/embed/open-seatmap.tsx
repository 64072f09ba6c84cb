import type { ErrorCode, Http } from '@onsale/client';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { RoomParts } from '../parts/room-parts.tsx';
import type { Way } from '../parts/tools.tsx';
import { type Opened, useRoom } from '../sale/use-room.ts';
import type { Surroundings } from '../surroundings.ts';
import { useWords } from '../words-context.ts';
import { GestureHint } from './gesture-hint.tsx';
import type { Tell } from './tell.ts';
import { tellOfSale } from './telling.ts';
import type { ThemeName } from './theme.ts';

interface OpenSeatmapProps {
  http: Http;
  opened: Opened;
  surroundings: Surroundings;
  theme: ThemeName;
  isCooperative: boolean;
  tell: Tell;
  messageOf: (code: ErrorCode) => string;
}

/**
 * What the sale's own page has for a show, without what belongs to a whole page: its title, its address, its main
 * landmark.
 */
export function OpenSeatmap({
  http,
  opened,
  surroundings,
  theme,
  isCooperative,
  tell,
  messageOf,
}: OpenSeatmapProps): JSX.Element {
  const words = useWords();
  const room = useRoom(http, opened, surroundings);
  const [way, setWay] = useState<Way>('map');
  const { show } = opened;
  const newestMessageOf = useRef(messageOf);
  newestMessageOf.current = messageOf;
  useEffect(
    () => (room === null ? undefined : tellOfSale(room, tell, (code) => newestMessageOf.current(code))),
    [room, tell],
  );
  return (
    <div class="sale">
      <div class="show-head">
        <h2>{words.local(show.title)}</h2>
        <p>
          <span>{words.local(show.venue)}</span>
          <span class="muted">{words.dateTime(show.startsAt)}</span>
        </p>
      </div>
      {room !== null && (
        <RoomParts
          room={room}
          way={way}
          onWay={setWay}
          mapKey={`${theme} ${isCooperative}`}
          GestureHint={isCooperative ? GestureHint : undefined}
        />
      )}
    </div>
  );
}
