import type { Http } from '@onsale/client';
import type { LayoutFile, ShowBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Banner } from '../parts/banner.tsx';
import { Basket } from '../parts/basket.tsx';
import { CheckoutDialog } from '../parts/checkout-dialog.tsx';
import { Failure } from '../parts/failure.tsx';
import { Legend } from '../parts/legend.tsx';
import { MapHint } from '../parts/map-hint.tsx';
import { Notices } from '../parts/notices.tsx';
import { SeatMap } from '../parts/seat-map.tsx';
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
  const title = words.local(opened.show.title);
  useEffect(() => {
    document.title = `${title} – ${words.text('brand')}`;
  }, [title, words]);
  return (
    <main class="sale">
      <a class="skip" href="#basket">
        {words.text('skipToBasket')}
      </a>
      <div class="show-head">
        <h1>{title}</h1>
        <p>
          <span>{words.local(opened.show.venue)}</span>
          <span class="muted">{words.dateTime(opened.show.startsAt)}</span>
        </p>
      </div>
      {room !== null && (
        <>
          <Legend room={room} />
          <div class="map-area">
            <SeatMap room={room} />
            <MapHint room={room} />
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
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      opened.close();
      setRoom(null);
    };
  }, [http, show, layout]);
  return room;
}
