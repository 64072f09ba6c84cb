import { type Http, OnsaleError } from '@onsale/client';
import type { HoldBody, ShowSummary } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { Link } from '../parts/link.tsx';
import { orderNumber } from '../parts/order-mention.tsx';
import { orderPath } from '../router.ts';
import { useWords } from '../words-context.ts';

interface Bought {
  readonly show: ShowSummary;
  readonly hold: HoldBody;
  readonly order: string;
}

/** Shows that are asked for orders; a promoter has fewer at a time. */
const showsMax = 50;

/** What this buyer has bought, of every show. */
export function OrdersPage({ http }: { http: Http }): JSX.Element {
  const words = useWords();
  const load = useCallback(() => readBought(http), [http]);
  const [bought, retry] = useLoading(load);
  useEffect(() => {
    document.title = `${words.text('myOrders')} – ${words.text('brand')}`;
  }, [words]);
  if (bought.kind === 'failed') return <Failure error={bought.error} onRetry={retry} />;
  return (
    <main class="shows" aria-busy={bought.kind === 'loading'}>
      <h1>{words.text('myOrders')}</h1>
      {bought.kind === 'loading' && <p class="muted">{words.text('loading')}</p>}
      {bought.kind === 'loaded' && bought.value.length === 0 && (
        <p class="muted" data-testid="orders-empty">
          {words.text('ordersEmpty')}
        </p>
      )}
      {bought.kind === 'loaded' && (
        <ul class="show-list" data-testid="my-orders">
          {bought.value.map(({ show, hold, order }) => (
            <li key={order}>
              <Link class="show-card" to={orderPath(order)}>
                <span class="muted">{words.text('orderNumber', { id: orderNumber(order) })}</span>
                <strong class="show-title">{words.local(show.title)}</strong>
                <span>{words.dateTime(show.startsAt)}</span>
                <span class="show-foot">
                  <span>{words.count('seats', hold.seats.length)}</span>
                  <span class="amount">{words.money(hold.amount, hold.currency)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

async function readBought(http: Http): Promise<Bought[]> {
  const { shows } = await http.shows();
  const lists = await Promise.all(shows.slice(0, showsMax).map((show) => paidOf(http, show)));
  return lists.flat();
}

async function paidOf(http: Http, show: ShowSummary): Promise<Bought[]> {
  try {
    const { holds } = await http.holds(show.id);
    return holds.flatMap((hold) =>
      hold.state === 'paid' && hold.order !== null ? [{ show, hold, order: hold.order }] : [],
    );
  } catch (error) {
    // Who has no session has bought nothing.
    if (error instanceof OnsaleError && error.code === 'NO_SESSION') return [];
    throw error;
  }
}
