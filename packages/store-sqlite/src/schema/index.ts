export { holds } from './holds.ts';
export { layouts } from './layouts.ts';
export { orders } from './orders.ts';
export { seats } from './seats.ts';
export { sectionLog } from './section-log.ts';
export { sections } from './sections.ts';
export { shows } from './shows.ts';
export { tickets } from './tickets.ts';
