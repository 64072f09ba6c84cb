import { type Http, OnsaleError } from '@onsale/client';
import type { OrderBody, ShowSummary } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { Link } from '../parts/link.tsx';
import { orderNumber } from '../parts/order-mention.tsx';
import { orderStateKeys } from '../parts/order-state.ts';
import { orderPath } from '../router.ts';
import { useWords } from '../words-context.ts';

interface Known {
  readonly order: OrderBody;
  /** Null for a show that is not listed any more. */
  readonly show: ShowSummary | null;
}

/** What this buyer has bought, of every show, and what he gave back of it. */
export function OrdersPage({ http }: { http: Http }): JSX.Element {
  const words = useWords();
  const load = useCallback(() => readOrders(http), [http]);
  const [known, retry] = useLoading(load);
  useEffect(() => {
    document.title = `${words.text('myOrders')} – ${words.text('brand')}`;
  }, [words]);
  if (known.kind === 'failed') return <Failure error={known.error} onRetry={retry} />;
  return (
    <main class="shows" aria-busy={known.kind === 'loading'}>
      <h1>{words.text('myOrders')}</h1>
      {known.kind === 'loading' && <p class="muted">{words.text('loading')}</p>}
      {known.kind === 'loaded' && known.value.length === 0 && (
        <p class="muted" data-testid="orders-empty">
          {words.text('ordersEmpty')}
        </p>
      )}
      {known.kind === 'loaded' && (
        <ul class="show-list" data-testid="my-orders">
          {known.value.map(({ order, show }) => (
            <li key={order.id}>
              <OrderCard order={order} show={show} />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

function OrderCard({ order, show }: Known): JSX.Element {
  const words = useWords();
  return (
    <Link class="show-card" to={orderPath(order.id)} data-state={order.state}>
      <span class="muted">{words.text('orderNumber', { id: orderNumber(order.id) })}</span>
      <strong class="show-title">{show === null ? order.show : words.local(show.title)}</strong>
      {show !== null && <span>{words.dateTime(show.startsAt)}</span>}
      {order.state !== 'paid' && <span class="muted">{words.text(orderStateKeys[order.state])}</span>}
      <span class="show-foot">
        <span>{words.count('seats', order.seats.length)}</span>
        <span class="amount">{words.money(order.amount, order.currency)}</span>
      </span>
    </Link>
  );
}

async function readOrders(http: Http): Promise<Known[]> {
  const { shows } = await http.shows();
  const byId = new Map(shows.map((show) => [show.id, show]));
  try {
    const { orders } = await http.orders();
    return orders.map((order) => ({ order, show: byId.get(order.show) ?? null }));
  } catch (error) {
    // Who has no session has bought nothing.
    if (error instanceof OnsaleError && error.code === 'NO_SESSION') return [];
    throw error;
  }
}
