import { readdir, readFile } from 'node:fs/promises';
import { createSeatIndex, type LayoutFile, parseLayout, type SeatPlace } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { isInside } from '../testing/polygon.ts';
import { arenaShow } from './arena/show.ts';
import { demoFiles } from './demo-files.ts';
import type { DemoShow } from './demo-show.ts';
import { gridShow } from './grid.ts';
import { theatreShow } from './theatre/show.ts';

const folder = new URL('../../shows/', import.meta.url);
const demos: readonly DemoShow[] = [gridShow(), theatreShow(), arenaShow()];

/** Seats are about 10 units wide; rounding may take a little. */
const closestAllowed = 9;

function placesOf(layout: LayoutFile): SeatPlace[] {
  const index = createSeatIndex(layout);
  return Array.from(
    { length: index.seatCount },
    (_, seat) => index.at(seat) ?? expect.fail(`no seat ${seat}`),
  );
}

/** The distance between the two closest seats: each is compared with those in the squares around its own. */
function closestDistance(places: readonly SeatPlace[]): number {
  const squareSize = 20;
  const squareOf = (x: number, y: number) => `${Math.floor(x / squareSize)},${Math.floor(y / squareSize)}`;
  const bySquare = Map.groupBy(places, ({ x, y }) => squareOf(x, y));
  let closest = Number.POSITIVE_INFINITY;
  for (const place of places) {
    for (const offset of [-squareSize, 0, squareSize].flatMap((x) =>
      [-squareSize, 0, squareSize].map((y) => [x, y]),
    )) {
      const [x = 0, y = 0] = offset;
      for (const other of bySquare.get(squareOf(place.x + x, place.y + y)) ?? []) {
        if (other === place) continue;
        closest = Math.min(closest, Math.hypot(other.x - place.x, other.y - place.y));
      }
    }
  }
  return closest;
}

describe('the demo shows', () => {
  it('are committed as the generator draws them; `pnpm layouts:demo` draws them anew', async () => {
    const committed = new Map<string, string>();
    for (const name of await readdir(folder))
      committed.set(name, await readFile(new URL(name, folder), 'utf8'));
    expect([...committed.keys()].sort()).toEqual([...demoFiles().keys()].sort());
    for (const [name, text] of demoFiles())
      expect(committed.get(name) === text, `${name} is as drawn`).toBe(true);
  });

  it('have layouts that pass every check and stay small', () => {
    for (const { file, layout } of demos) expect(parseLayout(layout), file).toMatchObject({ ok: true });
    for (const text of demoFiles().values()) expect(text.length).toBeLessThan(600_000);
  });

  it('speak English and Korean', () => {
    const names = demos.flatMap(({ show, layout }) => [
      show.title,
      show.venue,
      ...show.prices.map(({ name }) => name),
      layout.name,
      ...layout.sections.map(({ name }) => name),
      ...(layout.marks ?? []).map(({ name }) => name),
    ]);
    for (const name of names)
      expect(name).toEqual({ en: expect.stringMatching(/\S/), ko: expect.stringMatching(/\S/) });
  });

  it.each(demos.map(({ file, layout }) => ({ file, layout })))(
    '$file: no two seats overlap',
    ({ layout }) => {
      expect(closestDistance(placesOf(layout))).toBeGreaterThan(closestAllowed);
    },
  );

  it.each(demos.map(({ file, layout }) => ({ file, layout })))(
    '$file: every seat lies inside the outline of its own section and of no other',
    ({ layout }) => {
      const outlines = layout.sections.map(({ id, outline = [] }) => ({ id, outline }));
      const astray = placesOf(layout).filter(({ section, x, y }) =>
        outlines.some(({ id, outline }) => isInside([x, y], outline) !== (id === section)),
      );
      expect(astray).toEqual([]);
    },
  );

  it('make every row of a section run in one direction, with equal steps', () => {
    for (const { layout } of demos) {
      for (const { id, rows } of layout.sections) {
        for (const { label, x, y, labels } of rows) {
          // Rows with missing seats and tables have other steps.
          if (labels !== undefined || id.startsWith('boxes')) continue;
          const steps = x
            .slice(1)
            .map((to, place) => Math.hypot(to - (x[place] ?? 0), (y[place + 1] ?? 0) - (y[place] ?? 0)));
          expect(Math.max(...steps) - Math.min(...steps), `${id} ${label}`).toBeLessThan(2.5);
        }
      }
    }
  });
});

describe('the grid', () => {
  it("has the textbook's rows and columns, counted from 0", () => {
    const { show, layout } = gridShow();
    const seats = createSeatIndex(layout);
    expect(show).toMatchObject({ id: 'demo', cap: 8 });
    expect(seats.seatCount).toBe(100);
    for (let seat = 0; seat < 100; seat += 1) {
      expect(seats.find('grid', String(Math.floor(seat / 10)), String(seat % 10))).toBe(seat);
    }
  });
});

describe('the theatre', () => {
  const { layout, show } = theatreShow();
  const places = placesOf(layout);

  it('has stalls, a circle and boxes, about 600 seats in four categories', () => {
    expect(layout.sections.map(({ id }) => id)).toEqual([
      'stalls-left',
      'stalls-centre',
      'stalls-right',
      'circle-left',
      'circle-centre',
      'circle-right',
      'boxes-left',
      'boxes-right',
    ]);
    expect(places).toHaveLength(592);
    expect([...new Set(places.map(({ price }) => price))].sort()).toEqual(['a', 'r', 's', 'vip']);
  });

  it('numbers each row through from the left wall to the right', () => {
    for (const storey of ['stalls', 'circle']) {
      const rowA = places.filter(({ section, row }) => section.startsWith(storey) && row === 'A');
      expect(rowA.map(({ label }) => Number(label))).toEqual(rowA.map((_, index) => index + 1));
    }
  });

  it('has seats of every kind, missing seats, and four that the house keeps', () => {
    const notes = Map.groupBy(places, ({ note }) => note);
    expect(notes.get('wheelchair')).toHaveLength(4);
    expect(notes.get('companion')).toHaveLength(4);
    expect(notes.get('restricted-view')).toHaveLength(6);
    expect(notes.get('aisle')?.length).toBeGreaterThan(40);
    expect(
      layout.sections.flatMap(({ rows }) => rows).filter(({ labels }) => labels !== undefined),
    ).toHaveLength(4);
    const kept = show.blocked.map((seat) => places[seat]);
    expect(kept.map((place) => `${place?.section} ${place?.row}`)).toEqual(Array(4).fill('stalls-centre D'));
  });
});

describe('the arena', () => {
  const { layout } = arenaShow();
  const places = placesOf(layout);

  it('has 20,000 seats in 47 sections and five categories', () => {
    expect(places).toHaveLength(20_000);
    expect(layout.sections).toHaveLength(47);
    expect(new Set(places.map(({ price }) => price)).size).toBe(5);
  });

  it('has rows that curve around the floor: every seat of a row is as far from the bend', () => {
    for (const { id, rows } of layout.sections.filter(({ id }) => id >= 'upper-205' && id <= 'upper-216')) {
      for (const { label, x, y } of rows) {
        const radii = x.map((seatX, place) => Math.hypot(seatX - 1_140, (y[place] ?? 0) - 1_330));
        // A straight row of that length would be 5 units nearer in its middle than at its ends.
        expect(Math.max(...radii) - Math.min(...radii), `${id} ${label}`).toBeLessThan(1.5);
      }
    }
  });

  it('is the same on both sides', () => {
    const [left, right] = [places.filter(({ x }) => x < 1_140), places.filter(({ x }) => x > 1_140)];
    expect(left.length).toBe(right.length);
  });
});
