import type { ErrorCode } from '@onsale/client';
import type { OrderBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageKey } from '../messages/en.ts';
import { useSale } from '../sale/hooks.ts';
import { type KnownMethod, offeredMethods } from '../sale/payment-methods.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { ContactFields, useContact } from './contact-fields.tsx';
import { OrderMention } from './order-mention.tsx';
import { seatNames } from './seat-names.ts';

const methodKeys: Readonly<Record<KnownMethod, readonly [name: MessageKey, hint: MessageKey]>> = {
  'sandbox-page': ['methodPage', 'methodPageHint'],
  'sandbox-card': ['methodCard', 'methodCardHint'],
  'sandbox-declined': ['methodDeclined', 'methodDeclinedHint'],
};

const waitingKeys = { paying: 'paying', waiting: 'payWaiting', leaving: 'payLeaving' } as const;

/** Choosing how to pay, waiting for it, and the order. */
export function CheckoutDialog({ room }: { room: Room }): JSX.Element {
  const { checkout } = useSale(room.sale);
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = checkout.kind !== 'closed';
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  const leave = (event: Event): void => {
    event.preventDefault();
    room.sale.closeCheckout();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      onCancel={leave}
      aria-labelledby="checkout-title"
      data-testid="pay-dialog"
    >
      {checkout.kind === 'choosing' && <Choice room={room} refusal={checkout.refusal} />}
      {checkout.kind in waitingKeys && (
        <Waiting textKey={waitingKeys[checkout.kind as keyof typeof waitingKeys]} />
      )}
      {checkout.kind === 'paid' && <Confirmation room={room} orders={checkout.orders} />}
    </dialog>
  );
}

function Choice({ room, refusal }: { room: Room; refusal: ErrorCode | null }): JSX.Element {
  const words = useWords();
  const { sale, show, surroundings } = room;
  const offered = offeredMethods(show, surroundings.isOwnPage);
  const [method, setMethod] = useState<KnownMethod>(offered[0] ?? 'sandbox-card');
  const { contact, faults, change, check } = useContact(surroundings.isOwnPage);
  const holds = sale.activeHolds;
  const total = holds.reduce((sum, { amount }) => sum + amount, 0);
  const isByPage = method === 'sandbox-page';
  // The provider's page takes the payment for one hold at a time.
  const amount = isByPage ? (holds[0]?.amount ?? total) : total;
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const checked = check(event.currentTarget);
    if (checked !== null) void sale.pay(method, checked);
  };
  return (
    <form noValidate onSubmit={submit}>
      <h2 id="checkout-title">{words.text('payTitle')}</h2>
      <p class="muted">{words.text('payIntro')}</p>
      {refusal !== null && (
        <p class="refusal" role="alert" data-testid="pay-refusal" data-code={refusal}>
          {words.refusal(refusal, { seat: '', cap: show.cap })}
        </p>
      )}
      <ContactFields contact={contact} faults={faults} onChange={change} />
      <fieldset class="methods">
        <legend class="unseen">{words.text('payMethod')}</legend>
        {offered.map((value) => (
          <label key={value} class="method">
            <input
              type="radio"
              name="method"
              value={value}
              checked={method === value}
              data-testid={`pay-method-${value}`}
              onChange={() => setMethod(value)}
            />
            <span>
              <strong>{words.text(methodKeys[value][0])}</strong>
              <span class="muted">{words.text(methodKeys[value][1])}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isByPage && holds.length > 1 && (
        <p class="muted pay-steps" data-testid="pay-steps">
          {words.count('paySteps', holds.length)}
        </p>
      )}
      <div class="row end">
        <button
          type="button"
          class="button quiet"
          data-testid="pay-cancel"
          onClick={() => sale.closeCheckout()}
        >
          {words.text('payCancel')}
        </button>
        <button type="submit" class="button primary" data-testid="pay-confirm">
          {words.text('pay', { amount: words.money(amount, show.currency) })}
        </button>
      </div>
    </form>
  );
}

function Waiting({ textKey }: { textKey: MessageKey }): JSX.Element {
  const words = useWords();
  return (
    <div class="waiting" data-testid="pay-waiting">
      <span class="spinner" aria-hidden="true" />
      <p id="checkout-title" role="status">
        {words.text(textKey)}
      </p>
    </div>
  );
}

function Confirmation({ room, orders }: { room: Room; orders: readonly OrderBody[] }): JSX.Element {
  const words = useWords();
  const total = orders.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <div data-testid="confirmation">
      <span class="confirmed">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4.5 10.5 8.5 14.5 15.5 6" />
        </svg>
      </span>
      <h2 id="checkout-title">{words.text('orderTitle')}</h2>
      <p class="muted">{words.text('orderIntro')}</p>
      <ul class="order-lines">
        {orders.map(({ id, seats, amount, currency }) => (
          <li key={id} data-testid="confirmed-order" data-order={id}>
            <span class="seat-line-name">
              <strong>{seatNames(room, words, seats)}</strong>
              <OrderMention room={room} order={id} textKey="orderTickets" />
            </span>
            <span class="amount">{words.money(amount, currency)}</span>
          </li>
        ))}
      </ul>
      <p class="total">
        <span>{words.text('total')}</span>
        <strong>{words.money(total, room.show.currency)}</strong>
      </p>
      <div class="row end">
        <button
          type="button"
          class="button primary"
          data-testid="order-done"
          onClick={() => room.sale.closeCheckout()}
        >
          {words.text('orderDone')}
        </button>
      </div>
    </div>
  );
}
