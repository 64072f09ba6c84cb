import { expect, it } from 'vitest';
import { SectionMap } from './section-map.ts';
import { watchRequests } from './watch-requests.ts';

function maps(howMany: number): SectionMap[] {
  return Array.from(
    { length: howMany },
    (_, index) => new SectionMap({ id: `section-${index}`, first: index, count: 1 }),
  );
}

it('asks for all sections at once, and from the versions that are known', () => {
  const sections = maps(2);
  sections[0]?.applySnapshot({ version: 7, states: '0' });
  expect(watchRequests('hamlet', sections, true)).toEqual([
    { show: 'hamlet', sections: 'all', since: { 'section-0': 7 } },
  ]);
  expect(watchRequests('hamlet', sections, false)).toMatchObject([{ sections: ['section-0', 'section-1'] }]);
});

it('splits what one frame of 4,096 bytes cannot carry, and leaves no section out', () => {
  const sections = maps(1_000);
  for (const section of sections) section.applySnapshot({ version: 1_234_567_890, states: '0' });
  const requests = watchRequests('hamlet', sections, true);
  const asked = requests.flatMap((request) => request.sections);
  expect(asked).toEqual(sections.map(({ id }) => id));
  for (const request of requests) {
    expect(new TextEncoder().encode(JSON.stringify(['watch', request])).length).toBeLessThan(4_096 - 32);
  }
});
