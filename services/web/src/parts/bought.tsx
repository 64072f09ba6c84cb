import type { JSX } from 'preact';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { OrderMention } from './order-mention.tsx';
import { SeatIcon } from './seat-icon.tsx';
import { seatNames } from './seat-names.ts';

/** What this buyer has bought of this show. */
export function Bought({ room }: { room: Room }): JSX.Element | null {
  const words = useWords();
  const paid = room.sale.paidHolds;
  if (paid.length === 0) return null;
  return (
    <section class="bought" data-testid="orders">
      <h3>{words.text('ordersTitle')}</h3>
      <ul>
        {paid.map(({ id, seats, amount, currency, order }) => (
          <li key={id} data-testid="order" data-order={order ?? ''}>
            <SeatIcon kind="owned" />
            <span class="seat-line-name">
              <strong>{seatNames(room, words, seats)}</strong>
              {order !== null && <OrderMention room={room} order={order} textKey="orderNumber" />}
            </span>
            <span class="amount">{words.money(amount, currency)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
