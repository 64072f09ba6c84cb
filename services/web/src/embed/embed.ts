/**
 * What a page of another site loads, under a name that stays: nothing but the element's name and where its code is,
 * whose name changes with its content and which is kept for a year.
 */
import { SeatmapElement } from './element.tsx';

// A page may load this twice, from two sales.
if (customElements.get('onsale-seatmap') === undefined)
  customElements.define('onsale-seatmap', SeatmapElement);
