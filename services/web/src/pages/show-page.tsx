import type { Http } from '@onsale/client';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Banner } from '../parts/banner.tsx';
import { Basket } from '../parts/basket.tsx';
import { CheckoutDialog } from '../parts/checkout-dialog.tsx';
import { Failure } from '../parts/failure.tsx';
import { Legend } from '../parts/legend.tsx';
import { Notices } from '../parts/notices.tsx';
import { SeatList } from '../parts/seat-list.tsx';
import { SeatMap } from '../parts/seat-map.tsx';
import { listHash } from '../parts/skip-links.tsx';
import { Tools, type Way } from '../parts/tools.tsx';
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
  const [way, setWay] = useWay();
  const [areFiltersOpen, setAreFiltersOpen] = useState(false);
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
      {room !== null && (
        <>
          <Tools
            room={room}
            way={way}
            onWay={setWay}
            areFiltersOpen={areFiltersOpen}
            onFilters={setAreFiltersOpen}
          />
          <Legend room={room} isOpen={areFiltersOpen} />
          <div id={listHash.slice(1)} class={`map-area ${way === 'map' ? 'by-map' : 'by-list'}`}>
            <SeatMap room={room} isShown={way === 'map'} onUnavailable={() => setWay('no-map')} />
            {way !== 'map' && <SeatList room={room} hasMap={way !== 'no-map'} />}
            <Banner room={room} />
            <Notices room={room} />
          </div>
          <Basket room={room} />
          <CheckoutDialog room={room} />
        </>
      )}
    </main>
  );
}

/** How seats are chosen. The address may ask for the list, as the link for those who skip the map does. */
function useWay(): [Way | 'no-map', (way: Way | 'no-map') => void] {
  const [way, setWay] = useState<Way | 'no-map'>(() => (location.hash === listHash ? 'list' : 'map'));
  useEffect(() => {
    const read = (): void => {
      if (location.hash === listHash) setWay('list');
    };
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const choose = (chosen: Way | 'no-map'): void => {
    history.replaceState(null, '', chosen === 'list' ? listHash : location.pathname + location.search);
    setWay(chosen);
  };
  return [way, choose];
}
