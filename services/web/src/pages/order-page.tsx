import type { Http } from '@onsale/client';
import type { LayoutFile, OrderBody, ShowBody } from '@onsale/contracts';
import { createSeatIndex } from '@onsale/contracts/seat-index';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import type { MessageKey } from '../messages/en.ts';
import { orderNumber } from '../parts/bought.tsx';
import { Failure } from '../parts/failure.tsx';
import { Link } from '../parts/link.tsx';
import { seatName } from '../parts/seat-names.ts';
import { useWords } from '../words-context.ts';

interface Opened {
  readonly order: OrderBody;
  readonly show: ShowBody;
  readonly layout: LayoutFile;
}

const stateKeys: Record<OrderBody['state'], MessageKey> = {
  pending: 'orderPending',
  paid: 'orderPaid',
  declined: 'orderDeclined',
  refund_due: 'orderRefundDue',
  refunded: 'orderRefunded',
};
/** An order whose payment is open is asked after again. */
const pendingEveryMs = 2_000;

/** One order: what was bought, and how its payment stands. Prints as a ticket. */
export function OrderPage({ http, id }: { http: Http; id: string }): JSX.Element {
  const words = useWords();
  const load = useCallback(async (): Promise<Opened> => {
    const order = await http.order(id);
    const show = await http.show(order.show);
    return { order, show, layout: await http.layout(show.layout) };
  }, [http, id]);
  const [opened, retry] = useLoading(load);
  useEffect(() => {
    document.title = `${words.text('orderNumber', { id: orderNumber(id) })} – ${words.text('brand')}`;
  }, [words, id]);
  if (opened.kind === 'failed') return <Failure error={opened.error} onRetry={retry} />;
  return (
    <main class="order" aria-busy={opened.kind === 'loading'}>
      {opened.kind === 'loading' ? (
        <p class="muted">{words.text('loading')}</p>
      ) : (
        <Order http={http} opened={opened.value} />
      )}
    </main>
  );
}

function Order({
  http,
  opened: { order: first, show, layout },
}: {
  http: Http;
  opened: Opened;
}): JSX.Element {
  const words = useWords();
  const order = useSettled(http, first);
  const room = { index: createSeatIndex(layout) };
  return (
    <article class="ticket" data-testid="order-page" data-state={order.state}>
      <h1>{words.local(show.title)}</h1>
      <p>
        {words.local(show.venue)}
        <br />
        <span class="muted">{words.dateTime(show.startsAt)}</span>
      </p>
      <p class={`order-state ${order.state}`} role="status">
        {words.text(stateKeys[order.state])}
      </p>
      <h2>{words.text('orderNumber', { id: orderNumber(order.id) })}</h2>
      <ul class="order-lines">
        {order.seats.map((seat) => (
          <li key={seat}>
            <strong>{seatName(room, words, seat)}</strong>
          </li>
        ))}
      </ul>
      <p class="total">
        <span>{words.text('total')}</span>
        <strong>{words.money(order.amount, order.currency)}</strong>
      </p>
      <div class="row end">
        <Link class="button" to="/orders">
          {words.text('myOrders')}
        </Link>
        {order.state === 'paid' && (
          <button type="button" class="button primary" onClick={() => print()}>
            {words.text('orderPrint')}
          </button>
        )}
      </div>
    </article>
  );
}

/** The order as it stands, asked after again while its payment is open. */
function useSettled(http: Http, first: OrderBody): OrderBody {
  const [order, setOrder] = useState(first);
  useEffect(() => {
    if (order.state !== 'pending') return;
    const timer = setInterval(() => {
      // What fails is asked again in a moment.
      http.order(order.id).then(setOrder, () => undefined);
    }, pendingEveryMs);
    return () => clearInterval(timer);
  }, [http, order.id, order.state]);
  return order;
}
