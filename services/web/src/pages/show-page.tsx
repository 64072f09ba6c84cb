import type { Http } from '@onsale/client';
import type { LayoutFile, ShowBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Banner } from '../parts/banner.tsx';
import { Basket } from '../parts/basket.tsx';
import { BestPanel } from '../parts/best-panel.tsx';
import { CheckoutDialog } from '../parts/checkout-dialog.tsx';
import { Failure } from '../parts/failure.tsx';
import { Legend } from '../parts/legend.tsx';
import { Notices } from '../parts/notices.tsx';
import { SeatList } from '../parts/seat-list.tsx';
import { SeatMap } from '../parts/seat-map.tsx';
import { listHash } from '../parts/skip-links.tsx';
import { Tools, type Way } from '../parts/tools.tsx';
import { useMedia } from '../parts/use-media.ts';
import { payHash } from '../router.ts';
import { openRoom, type Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

interface Opened {
  readonly show: ShowBody;
  readonly layout: LayoutFile;
}

/** One show: its live map and the buyer's seats. */
export function ShowPage({ http, id }: { http: Http; id: string }): JSX.Element {
  const words = useWords();
  const load = useCallback(async (): Promise<Opened> => {
    const show = await http.show(id);
    return { show, layout: await http.layout(show.layout) };
  }, [http, id]);
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
  const room = useRoom(http, opened);
  usePayingOn(room);
  const [way, setWay] = useWay();
  const [hasMap, setHasMap] = useState(true);
  const isNarrow = useMedia('(max-width: 820px)');
  const [areFiltersOpen, setAreFiltersOpen] = useState(false);
  const title = words.local(opened.show.title);
  // Where there is room for both, the seats that the sale chooses show on the map at once.
  const isBestBeside = way === 'best' && !isNarrow && hasMap;
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
      {room !== null && (
        <>
          <Tools
            room={room}
            way={way}
            hasMap={hasMap}
            onWay={setWay}
            areFiltersOpen={areFiltersOpen}
            onFilters={setAreFiltersOpen}
          />
          <Legend room={room} isOpen={areFiltersOpen} />
          <div id={listHash.slice(1)} class={`map-area by-${way}`}>
            <SeatMap
              room={room}
              isShown={way === 'map' || isBestBeside}
              isBestBeside={isBestBeside}
              onUnavailable={() => {
                setHasMap(false);
                setWay((chosen) => (chosen === 'map' ? 'list' : chosen));
              }}
            />
            {way === 'list' && <SeatList room={room} hasMap={hasMap} />}
            {way === 'best' && (
              <BestPanel room={room} onMap={isBestBeside || !hasMap ? null : () => setWay('map')} />
            )}
            <Banner room={room} />
            <Notices room={room} isSearchShown={way === 'best'} />
          </div>
          <Basket room={room} />
          <CheckoutDialog room={room} />
        </>
      )}
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

/** Opens the show when the page does and closes it with the page; wakes it when the page is looked at again. */
function useRoom(http: Http, { show, layout }: Opened): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const opened = openRoom(http, show, layout);
    setRoom(opened);
    const wake = (): void => {
      if (document.visibilityState === 'visible') opened.sale.wake();
    };
    addEventListener('online', wake);
    addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('online', wake);
      removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', wake);
      opened.close();
      setRoom(null);
    };
  }, [http, show, layout]);
  return room;
}
