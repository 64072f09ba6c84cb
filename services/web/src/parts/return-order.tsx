import { type ErrorCode, type Http, OnsaleError } from '@onsale/client';
import type { OrderBody } from '@onsale/contracts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenedOrder } from '../pages/order-page.tsx';
import { useWords } from '../words-context.ts';

interface ReturnOrderProps {
  http: Http;
  opened: OpenedOrder;
  /** Told of the order as it stands after it. */
  onOrder: (order: OrderBody) => void;
}

type Step = 'closed' | 'asking' | 'returning';

/** Gives an order back where its show allows it, after the buyer has been asked. */
export function ReturnOrder({ http, opened, onOrder }: ReturnOrderProps): JSX.Element | null {
  const words = useWords();
  const { order, show } = opened;
  const [step, setStep] = useState<Step>('closed');
  const [refusal, setRefusal] = useState<ErrorCode | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (step !== 'closed' && !dialog.current?.open) dialog.current?.showModal();
    if (step === 'closed') dialog.current?.close();
  }, [step]);
  if (order.returnable !== true) return null;
  const giveBack = async (): Promise<void> => {
    if (step === 'returning') return;
    setStep('returning');
    setRefusal(null);
    try {
      const answer = await http.returnOrder({ order: order.id });
      setStep('closed');
      onOrder(answer.order);
    } catch (error) {
      setRefusal(error instanceof OnsaleError ? error.code : 'INTERNAL');
      setStep('asking');
    }
  };
  const leave = (event: Event): void => {
    event.preventDefault();
    if (step === 'asking') setStep('closed');
  };
  return (
    <>
      <button type="button" class="button quiet" data-testid="return" onClick={() => setStep('asking')}>
        {words.text('orderReturn')}
      </button>
      <dialog ref={dialog} class="dialog" onCancel={leave} aria-labelledby="return-title">
        <h2 id="return-title">{words.count('returnTitle', order.seats.length)}</h2>
        <p>{words.text('returnText', { amount: words.money(order.amount, order.currency) })}</p>
        {show.returnsUntil !== undefined && (
          <p class="muted">{words.text('orderReturnUntil', { date: words.dateTime(show.returnsUntil) })}</p>
        )}
        {refusal !== null && (
          <p class="refusal" role="alert" data-testid="return-refusal" data-code={refusal}>
            {words.refusal(refusal, { seat: '', cap: '' })}
          </p>
        )}
        <div class="row end">
          <button type="button" class="button" data-testid="return-keep" onClick={leave}>
            {words.text('returnKeep')}
          </button>
          <button
            type="button"
            class="button danger"
            aria-disabled={step === 'returning'}
            data-testid="return-confirm"
            onClick={() => void giveBack()}
          >
            {words.text(step === 'returning' ? 'returning' : 'orderReturn')}
          </button>
        </div>
      </dialog>
    </>
  );
}
