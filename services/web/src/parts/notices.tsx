import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Words } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import type { Notice } from '../sale/state.ts';
import { useWords } from '../words-context.ts';
import { seatName } from './seat-names.ts';

/** How long a notice stays: long enough to be read, a refusal also by somebody who looked elsewhere. */
const shownMs = { news: 4_500, refusal: 9_000 };

/** Tells what became of an action. Refusals interrupt a screen reader, news wait for it. */
export function Notices({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { notice } = useSale(room.sale);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => room.sale.dismissNotice(), shownMs[notice.kind]);
    return () => clearTimeout(timer);
  }, [notice, room]);
  const toast =
    notice === null ? null : <Toast room={room} notice={notice} text={textOf(room, words, notice)} />;
  return (
    <div class="notices">
      <div role="alert">{notice?.kind === 'refusal' && toast}</div>
      <div role="status">{notice?.kind === 'news' && toast}</div>
    </div>
  );
}

function Toast({ room, notice, text }: { room: Room; notice: Notice; text: string }): JSX.Element {
  const words = useWords();
  return (
    <p
      key={notice.id}
      class={`toast ${notice.kind}`}
      data-testid="notice"
      data-kind={notice.kind}
      data-code={notice.kind === 'refusal' ? notice.code : notice.key}
    >
      <span>{text}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={words.text('close')}
        onClick={() => room.sale.dismissNotice()}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M5 5l10 10M15 5 5 15" />
        </svg>
      </button>
    </p>
  );
}

function textOf(room: Room, words: Words, notice: Notice): string {
  const seat = notice.seats.map((each) => seatName(room, words, each)).join(' · ');
  if (notice.kind === 'news') return words.text(notice.key, { seat });
  return words.refusal(notice.code, { seat, cap: notice.details.cap ?? room.show.cap });
}
