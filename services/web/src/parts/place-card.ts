const gapPx = 18;

/** Puts a card above or below a point of the map; where fingers point, the style sheet gives it a place of its own. */
export function placeCard(card: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const room = card.parentElement;
  if (room === null || matchMedia('(pointer: coarse)').matches) return;
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.min(Math.max(8, x - width / 2), Math.max(8, room.clientWidth - width - 8));
  const above = y - height - gapPx;
  const top = above >= 8 ? above : Math.min(y + gapPx, Math.max(8, room.clientHeight - height - 8));
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
