import '../styles/order.css';
import type { Http } from '@onsale/client';
import type { LayoutFile, OrderBody, ShowBody } from '@onsale/contracts';
import { createSeatIndex, type SeatIndex } from '@onsale/contracts/seat-index';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { Link } from '../parts/link.tsx';
import { orderNumber } from '../parts/order-mention.tsx';
import { orderStateKeys } from '../parts/order-state.ts';
import { OrderSteps } from '../parts/order-steps.tsx';
import { ReturnOrder } from '../parts/return-order.tsx';
import { seatName } from '../parts/seat-names.ts';
import { Tickets } from '../parts/tickets.tsx';
import { useWords } from '../words-context.ts';

/** An order with what its seats are called by. */
export interface OpenedOrder {
  readonly order: OrderBody;
  readonly show: ShowBody;
  readonly index: SeatIndex;
}

interface Opened {
  readonly order: OrderBody;
  readonly show: ShowBody;
  readonly layout: LayoutFile;
}

/** An order whose payment, or whose refund, is open is asked after again. */
const openEveryMs = 2_000;

/** One order: what was bought, how its payment stands, and a ticket for each seat. */
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

function Order({ http, opened }: { http: Http; opened: Opened }): JSX.Element {
  const words = useWords();
  const { show, layout } = opened;
  const [order, setOrder] = useSettled(http, opened.order);
  const index = useMemo(() => createSeatIndex(layout), [layout]);
  const whole: OpenedOrder = { order, show, index };
  return (
    <>
      <article class="ticket" data-testid="order-page" data-state={order.state}>
        <h1>{words.local(show.title)}</h1>
        <p>
          {words.local(show.venue)}
          <br />
          <span class="muted">{words.dateTime(show.startsAt)}</span>
        </p>
        <p class={`order-state ${order.state}`} role="status">
          {words.text(orderStateKeys[order.state])}
        </p>
        <h2>{words.text('orderNumber', { id: orderNumber(order.id) })}</h2>
        {order.contact !== undefined && (
          <p class="muted" data-testid="order-contact">
            {words.text('ticketFor', { ...order.contact })}
          </p>
        )}
        <ul class="order-lines">
          {order.seats.map((seat) => (
            <li key={seat}>
              <strong>{seatName(whole, words, seat)}</strong>
            </li>
          ))}
        </ul>
        <p class="total">
          <span>{words.text('total')}</span>
          <strong>{words.money(order.amount, order.currency)}</strong>
        </p>
        <OrderSteps http={http} order={order} />
        <div class="row end">
          <Link class="button" to="/orders">
            {words.text('myOrders')}
          </Link>
          <ReturnOrder http={http} opened={whole} onOrder={setOrder} />
          {order.state === 'paid' && (
            <button type="button" class="button primary" onClick={() => print()}>
              {words.text('orderPrint')}
            </button>
          )}
        </div>
      </article>
      {order.state === 'paid' && <Tickets http={http} opened={whole} />}
    </>
  );
}

/** The order as it stands, asked after again while its money is on its way. */
function useSettled(http: Http, first: OrderBody): [OrderBody, (order: OrderBody) => void] {
  const [order, setOrder] = useState(first);
  const isOpen = order.state === 'pending' || order.state === 'refund_due';
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      // What fails is asked again in a moment.
      http.order(order.id).then(setOrder, () => undefined);
    }, openEveryMs);
    return () => clearInterval(timer);
  }, [http, order.id, isOpen]);
  return [order, setOrder];
}
