import type { Http } from '@onsale/client';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { RoomParts } from '../parts/room-parts.tsx';
import { listHash } from '../parts/skip-links.tsx';
import type { Way } from '../parts/tools.tsx';
import { payHash } from '../router.ts';
import type { Room } from '../sale/room.ts';
import { type Opened, openDoors, useRoom } from '../sale/use-room.ts';
import { ownPage } from '../surroundings.ts';
import { useWords } from '../words-context.ts';

const surroundings = ownPage();

/** One show: its live map and the buyer's seats. */
export function ShowPage({ http, id }: { http: Http; id: string }): JSX.Element {
  const words = useWords();
  const load = useCallback(() => openDoors(http, id), [http, id]);
  const [opened, retry] = useLoading(load);
  switch (opened.kind) {
    case 'loading':
      return (
        <main class="plain" aria-busy="true">
          <p class="muted">{words.text('loading')}</p>
        </main>
      );
    case 'failed':
      return <Failure error={opened.error} onRetry={retry} />;
    case 'loaded':
      return <OpenShow http={http} opened={opened.value} />;
  }
}

function OpenShow({ http, opened }: { http: Http; opened: Opened }): JSX.Element {
  const words = useWords();
  const room = useRoom(http, opened, surroundings);
  usePayingOn(room);
  const [way, setWay] = useWay();
  const title = words.local(opened.show.title);
  useEffect(() => {
    document.title = `${title} – ${words.text('brand')}`;
  }, [title, words]);
  return (
    <main class="sale">
      <div class="show-head">
        <h1>{title}</h1>
        <p>
          <span>{words.local(opened.show.venue)}</span>
          <span class="muted">{words.dateTime(opened.show.startsAt)}</span>
        </p>
      </div>
      {room !== null && <RoomParts room={room} way={way} onWay={setWay} id={listHash.slice(1)} />}
    </main>
  );
}

const hashByWay: Record<Way, string> = { map: '', list: listHash, best: '#best' };

function askedWay(): Way | undefined {
  return (['list', 'best'] as const).find((way) => hashByWay[way] === location.hash);
}

/** How seats are chosen. The address may ask for it, as the link for those who skip the map does. */
function useWay(): [Way, (choose: Way | ((before: Way) => Way)) => void] {
  const [way, setWay] = useState<Way>(() => askedWay() ?? 'map');
  useEffect(() => {
    const read = (): void => setWay((before) => askedWay() ?? before);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    // Other hashes, as that of the basket, are none of its business.
    if ((askedWay() ?? 'map') !== way)
      history.replaceState(null, '', location.pathname + location.search + hashByWay[way]);
  }, [way]);
  return [way, setWay];
}

/** The address may ask to go on paying for what is held, as the page of an order does. */
function usePayingOn(room: Room | null): void {
  useEffect(() => {
    if (room === null || location.hash !== payHash) return;
    const end = room.sale.subscribe(() => {
      if (room.sale.activeHolds.length === 0) return;
      end();
      history.replaceState(null, '', location.pathname + location.search);
      room.sale.openCheckout();
    });
    return end;
  }, [room]);
}
