import type { Http } from '@onsale/client';
import type { ShowSummary } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { Link } from '../parts/link.tsx';
import { showPath } from '../router.ts';
import { phaseOf } from '../sale/phase.ts';
import { useWords } from '../words-context.ts';

/** The list of shows. */
export function ShowsPage({ http }: { http: Http }): JSX.Element {
  const words = useWords();
  const [shows, retry] = useLoading(http.shows);
  useEffect(() => {
    document.title = words.text('brand');
  }, [words]);
  if (shows.kind === 'failed') return <Failure error={shows.error} onRetry={retry} />;
  return (
    <main class="shows" aria-busy={shows.kind === 'loading'}>
      <h1>{words.text('showsTitle')}</h1>
      {shows.kind === 'loading' && <p class="muted">{words.text('loading')}</p>}
      {shows.kind === 'loaded' && shows.value.shows.length === 0 && (
        <p class="muted">{words.text('showsEmpty')}</p>
      )}
      {shows.kind === 'loaded' && (
        <ul class="show-list" data-testid="shows">
          {shows.value.shows.map((show) => (
            <li key={show.id}>
              <ShowCard show={show} serverMs={Date.parse(shows.value.serverTime)} />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

function ShowCard({ show, serverMs }: { show: ShowSummary; serverMs: number }): JSX.Element {
  const words = useWords();
  const phase = phaseOf(show, serverMs);
  const status = {
    before: words.text('onSaleFrom', { date: words.dateTime(show.onSaleAt) }),
    open: words.text('onSaleNow'),
    closed: words.text('saleClosed'),
  }[phase];
  return (
    <Link class="show-card" to={showPath(show.id)}>
      <span class={`tag ${phase}`}>{status}</span>
      <strong class="show-title">{words.local(show.title)}</strong>
      <span>{words.local(show.venue)}</span>
      <span class="muted">{words.dateTime(show.startsAt)}</span>
      <span class="show-foot">
        <span class="muted">{words.count('seats', show.seatCount)}</span>
        <span class="show-go">{words.text(phase === 'open' ? 'chooseSeats' : 'lookAtSeats')}</span>
      </span>
    </Link>
  );
}
