import type { JSX } from 'preact';
import { clockText } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

/** Asks for more time, once, where the show gives it. */
export function ExtendButton({
  room,
  isSmall = false,
}: {
  room: Room;
  isSmall?: boolean;
}): JSX.Element | null {
  const words = useWords();
  const { isExtending } = useSale(room.sale);
  const { extensionSeconds } = room.show;
  if (extensionSeconds === undefined || room.sale.extendable.length === 0) return null;
  return (
    <button
      type="button"
      class={`button ${isSmall ? 'small' : 'wide'}`}
      aria-disabled={isExtending}
      data-testid={isSmall ? 'extend-now' : 'extend'}
      onClick={() => void room.sale.extend()}
    >
      {words.text('extend', { time: clockText(extensionSeconds * 1_000) })}
    </button>
  );
}
