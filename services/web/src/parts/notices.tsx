import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Words } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import { nearestEqual } from '../sale/nearest-equal.ts';
import type { Room } from '../sale/room.ts';
import type { Notice } from '../sale/state.ts';
import { useWords } from '../words-context.ts';
import { ExtendButton } from './extend-button.tsx';
import { holdWords } from './hold-words.ts';
import { seatName, seatNames } from './seat-names.ts';

/** How long a notice stays: long enough to be read, a refusal also by somebody who looked elsewhere. */
const shownMs = { news: 4_500, refusal: 9_000 };

function shownMsOf(notice: Notice): number {
  // What can be done about the time that runs out can be done for a while.
  return notice.kind === 'news' && notice.key === 'saidHurry' ? 15_000 : shownMs[notice.kind];
}

interface NoticesProps {
  room: Room;
  /** Whether the search for the best seats is on the screen: it says by itself what became of it. */
  isSearchShown: boolean;
}

/** Tells what became of an action. Refusals interrupt a screen reader, news wait for it. */
export function Notices({ room, isSearchShown }: NoticesProps): JSX.Element {
  const words = useWords();
  const { notice: latest } = useSale(room.sale);
  const notice = isSearchShown && latest?.isOfSearch ? null : latest;
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => room.sale.dismissNotice(), shownMsOf(notice));
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
      <Instead room={room} notice={notice} />
      {notice.kind === 'news' && notice.key === 'saidHurry' && <ExtendButton room={room} isSmall />}
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

/** The nearest equal seat, when one was taken by somebody else. */
function Instead({ room, notice }: { room: Room; notice: Notice }): JSX.Element | null {
  const words = useWords();
  const [taken] = notice.seats;
  if (notice.kind !== 'refusal' || notice.code !== 'SEAT_TAKEN' || taken === undefined) return null;
  const other = nearestEqual(room.geometry, room.looks.values, taken);
  if (other === null) return null;
  return (
    <button
      type="button"
      class="button small"
      data-testid="take-instead"
      data-seat={other}
      onClick={() => void room.sale.clickSeat(other)}
    >
      {words.text('takeInstead', { seat: seatName(room, words, other) })}
    </button>
  );
}

function textOf(room: Room, words: Words, notice: Notice): string {
  const seat = seatNames(room, words, notice.seats);
  const agoMs = room.looks.takenAgoMs(notice.seats[0] ?? -1);
  if (
    notice.kind === 'refusal' &&
    notice.code === 'SEAT_TAKEN' &&
    notice.seats.length === 1 &&
    agoMs !== null
  )
    return words.text('takenAgo', { seat, ago: words.ago(agoMs) });
  if (notice.kind === 'news')
    return [
      words.text(notice.key, { seat }),
      ...(notice.held === undefined ? [] : holdWords(room, words, notice.held)),
    ].join(' ');
  return words.refusal(notice.code, { seat, cap: notice.details.cap ?? room.show.cap });
}
