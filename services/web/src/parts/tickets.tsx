import type { Http } from '@onsale/client';
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { encode } from 'uqr';
import { useLoading } from '../loading.ts';
import type { OpenedOrder } from '../pages/order-page.tsx';
import { useWords } from '../words-context.ts';
import { orderNumber } from './order-mention.tsx';
import { seatName } from './seat-names.ts';
import { noteKeys } from './seat-words.ts';

/** A ticket for each seat, with its pass as a QR code. Each prints on a page of its own. */
export function Tickets({ http, opened }: { http: Http; opened: OpenedOrder }): JSX.Element {
  const words = useWords();
  const { id } = opened.order;
  const load = useCallback(() => http.passes(id), [http, id]);
  const [passes, retry] = useLoading(load);
  return (
    <section class="tickets" aria-labelledby="tickets-title" aria-busy={passes.kind === 'loading'}>
      <h2 id="tickets-title">{words.text('ticketsTitle')}</h2>
      <p class="muted tickets-hint">{words.text('ticketShow')}</p>
      {passes.kind === 'loading' && <p class="muted">{words.text('ticketsLoading')}</p>}
      {passes.kind === 'failed' && (
        <div role="alert" data-testid="tickets-failed">
          <p class="refusal">{words.text('ticketsFailed')}</p>
          <button type="button" class="button" onClick={retry}>
            {words.text('retry')}
          </button>
        </div>
      )}
      {passes.kind === 'loaded' && (
        <ul>
          {passes.value.passes.map(({ seat, code }) => (
            <li key={seat}>
              <Ticket opened={opened} seat={seat} code={code} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface TicketProps {
  opened: OpenedOrder;
  seat: number;
  code: string;
}

function Ticket({ opened, seat, code }: TicketProps): JSX.Element {
  const words = useWords();
  const { order, show, index } = opened;
  const place = index.at(seat);
  return (
    <article class="pass" data-testid="pass" data-seat={seat} aria-label={seatName(opened, words, seat)}>
      <QrCode code={code} label={words.text('ticketCode', { seat: seatName(opened, words, seat) })} />
      <div class="pass-text">
        <strong class="pass-title">{words.local(show.title)}</strong>
        <span>{words.local(show.venue)}</span>
        <span>{words.dateTime(show.startsAt)}</span>
        <span class="pass-seat">
          {place === undefined ? seat : words.local(place.sectionName)}
          <strong>{words.text('rowAndSeat', { row: place?.row ?? '', seat: place?.label ?? seat })}</strong>
        </span>
        {place?.note != null && <span class="note">{words.text(noteKeys[place.note])}</span>}
        <span class="muted">{words.text('orderNumber', { id: orderNumber(order.id) })}</span>
        {order.contact !== undefined && <span class="muted">{order.contact.name}</span>}
      </div>
    </article>
  );
}

/** Dark on light in every colour scheme, with the quiet border that scanners need. */
function QrCode({ code, label }: { code: string; label: string }): JSX.Element {
  const { data, size } = encode(code, { ecc: 'L', border: 4 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
      data-testid="qr"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
