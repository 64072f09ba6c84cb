import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type BestWishForm, emptyWish, wishBody } from '../sale/best-wish.ts';
import { useLooks, useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { availability } from './section-words.ts';
import { Stepper } from './stepper.tsx';

/** Asks how many seats, where and at what price, and whether they must be side by side. */
export function BestForm({ room, seatsMax }: { room: Room; seatsMax: number }): JSX.Element {
  const words = useWords();
  const { search } = useSale(room.sale);
  const [given, setWish] = useState<BestWishForm>(emptyWish);
  const wish = { ...given, count: Math.min(given.count, seatsMax) };
  const change = (changes: Partial<BestWishForm>): void => setWish({ ...wish, ...changes });
  const submit = (event: Event): void => {
    event.preventDefault();
    void room.sale.findBest(wishBody(wish, room.geometry));
  };
  const isAsking = search.kind === 'asking';
  return (
    <form class="best-form" onSubmit={submit}>
      <Stepper
        id="best-count"
        label={words.text('bestCount')}
        value={wish.count}
        min={1}
        max={seatsMax}
        onChange={(count) => change({ count })}
      />
      {room.notes.has('wheelchair') && (
        <Stepper
          id="best-wheelchairs"
          label={words.text('bestWheelchairs')}
          value={Math.min(wish.wheelchairs, wish.count)}
          min={0}
          max={wish.count}
          onChange={(wheelchairs) => change({ wheelchairs })}
        />
      )}
      <SectionField room={room} wish={wish} onChange={change} />
      <PriceField room={room} wish={wish} onChange={change} />
      {wish.count > 1 && (
        <Check
          id="best-together"
          label={words.text('bestTogether')}
          isOn={wish.isTogether}
          onChange={(isTogether) => change({ isTogether })}
        />
      )}
      {/* It keeps the focus while the sale is asked, and the second of two quick presses asks nothing. */}
      <button type="submit" class="button primary" aria-disabled={isAsking} data-testid="best-find">
        {isAsking ? words.text('bestAsking') : words.count('bestFind', wish.count)}
      </button>
    </form>
  );
}

interface FieldProps {
  room: Room;
  wish: BestWishForm;
  onChange: (changes: Partial<BestWishForm>) => void;
}

function SectionField({ room, wish, onChange }: FieldProps): JSX.Element | null {
  const words = useWords();
  useLooks(room.looks);
  const { sections } = room.geometry;
  if (sections.length < 2) return null;
  const choose = (value: string): void => onChange({ section: value === '' ? null : Number(value) });
  return (
    <>
      <div class="field">
        <label for="best-section">{words.text('bestSection')}</label>
        <select
          id="best-section"
          data-testid="best-section"
          value={String(wish.section ?? '')}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{words.text('bestAnywhere')}</option>
          {sections.map(({ id, index, name }) => (
            <option key={id} value={String(index)}>
              {words.text('bestSectionFree', {
                section: words.local(name),
                available: availability(room, words, index),
              })}
            </option>
          ))}
        </select>
      </div>
      {wish.section !== null && (
        <Check
          id="best-nearby"
          label={words.text('bestNearby')}
          isOn={wish.isNearbyFine}
          onChange={(isNearbyFine) => onChange({ isNearbyFine })}
        />
      )}
    </>
  );
}

function PriceField({ room, wish, onChange }: FieldProps): JSX.Element | null {
  const words = useWords();
  const { prices, show } = room;
  const amounts = [...new Set(prices.map(({ amount }) => amount))].sort((a, b) => a - b);
  if (prices.length < 2) return null;
  const { price } = wish;
  const value = price === 'any' ? '' : 'only' in price ? `only:${price.only}` : `most:${price.atMost}`;
  const choose = (chosen: string): void => {
    const rest = chosen.slice(5);
    if (chosen === '') onChange({ price: 'any' });
    else onChange({ price: chosen.startsWith('only:') ? { only: rest } : { atMost: Number(rest) } });
  };
  return (
    <div class="field">
      <label for="best-price">{words.text('bestPrice')}</label>
      <select
        id="best-price"
        data-testid="best-price"
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">{words.text('bestAnyPrice')}</option>
        <optgroup label={words.text('bestPriceMax')}>
          {/* Up to the highest is any. */}
          {amounts.slice(0, -1).map((amount) => (
            <option key={amount} value={`most:${amount}`}>
              {words.text('bestUpTo', { amount: words.money(amount, show.currency) })}
            </option>
          ))}
        </optgroup>
        <optgroup label={words.text('bestPriceOnly')}>
          {prices.map(({ id, name, amount }) => (
            <option key={id} value={`only:${id}`}>
              {words.text('bestPriceName', {
                name: words.local(name),
                amount: words.money(amount, show.currency),
              })}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

interface CheckProps {
  id: string;
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Check({ id, label, isOn, onChange }: CheckProps): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isOn}
        data-testid={id}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
