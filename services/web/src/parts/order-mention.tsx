import type { JSX } from 'preact';
import { orderPath } from '../router.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { Link } from './link.tsx';

/** The last digits of an order's id are what people read to one another. */
export function orderNumber(id: string): string {
  return id.slice(-8).toUpperCase();
}

interface OrderMentionProps {
  room: Room;
  order: string;
  /** What leads to the order, where it has a place of its own. */
  textKey: 'orderNumber' | 'orderTickets';
}

/** An order by its number. */
export function OrderMention({ room, order, textKey }: OrderMentionProps): JSX.Element {
  const words = useWords();
  const id = orderNumber(order);
  if (!room.surroundings.isOwnPage) return <span class="muted">{words.text('orderNumber', { id })}</span>;
  return (
    <Link class="order-link" to={orderPath(order)}>
      {words.text(textKey, { id })}
    </Link>
  );
}
