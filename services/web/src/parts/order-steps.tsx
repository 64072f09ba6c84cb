import type { Http } from '@onsale/client';
import type { OrderBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { payHash, showPath } from '../router.ts';
import { pageOf } from '../sale/payment-page.ts';
import { useWords } from '../words-context.ts';
import { Link } from './link.tsx';

/** What there is to do: pay this order, pay for what else is held, or try again. */
export function OrderSteps({ http, order }: { http: Http; order: OrderBody }): JSX.Element | null {
  const words = useWords();
  const held = useStillHeld(http, order);
  const page = pageOf(order);
  if (page !== null)
    return (
      <a class="button primary wide" href={page} data-testid="order-pay">
        {words.text('orderPayNow')}
      </a>
    );
  if (held === 0 || order.state === 'pending') return null;
  return (
    <div class="order-more" data-testid="order-more">
      <p>{words.count('orderGoOn', held)}</p>
      <Link class="button primary wide" to={`${showPath(order.show)}${payHash}`}>
        {words.text(order.state === 'declined' ? 'orderTryAgain' : 'orderGoOnPaying')}
      </Link>
    </div>
  );
}

/** How many seats of the show are still held for the buyer, and not paid. */
function useStillHeld(http: Http, { show, state }: OrderBody): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (state === 'pending') return;
    const counted = http
      .holds(show)
      .then(({ holds }) =>
        holds.filter((hold) => hold.state === 'active').reduce((sum, { seats }) => sum + seats.length, 0),
      );
    // Without an answer the page only has less to offer.
    counted.then(setCount, () => undefined);
  }, [http, show, state]);
  return count;
}
