import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogEntry, ownerMark, type SeatChange } from '../change.ts';
import type { Bus } from '../ports.ts';

/** Two processes' ends of one bus, connected and ready. `close` must bear ends that are closed already. */
export interface BusesUnderTest {
  readonly a: Bus;
  readonly b: Bus;
  close(): Promise<void>;
}

/** How long an entry may be under way before the suite calls it lost. */
const deliveryMsMax = 10_000;

/** What every bus must do when nothing fails. A fault may lose entries: the log repairs that, not the bus. */
export function describeBusContract(name: string, open: () => Promise<BusesUnderTest>): void {
  describe(`bus contract: ${name}`, { timeout: 30_000 }, () => {
    let buses: BusesUnderTest;
    let atA: LogEntry[];
    let atB: LogEntry[];

    beforeEach(async () => {
      buses = await open();
      atA = [];
      atB = [];
      buses.a.subscribe((entries) => atA.push(...entries));
      buses.b.subscribe((entries) => atB.push(...entries));
    });
    afterEach(async () => {
      await buses.close();
    });

    it('[L1] carries an entry to the other process whole, and not back to its publisher', async () => {
      const entry = testEntry(0, 1);
      const reply = testEntry(1, 8);
      buses.a.publish([entry]);
      await arrived(() => atB, 1);
      buses.b.publish([reply]);
      await arrived(() => atA, 1);
      expect(atB).toEqual([entry]);
      expect(atA).toEqual([reply]);
    });

    it('[S4] keeps the order of each section', async () => {
      const rounds = Array.from({ length: 100 }, (_, index) => index + 1);
      for (const version of rounds) buses.a.publish([testEntry(0, version), testEntry(1, version)]);
      await arrived(() => atB, 200);
      for (const section of [0, 1])
        expect(atB.filter((entry) => entry.section === section).map(({ version }) => version)).toEqual(
          rounds,
        );
    });

    it('carries an entry that changes 20,000 seats', async () => {
      const entry: LogEntry = {
        ...testEntry(0, 1),
        changes: Array.from({ length: 20_000 }, (_, seat) => change(seat)),
      };
      buses.a.publish([entry]);
      await arrived(() => atB, 1);
      expect(atB).toEqual([entry]);
    });

    it('loses none of 2,000 entries that both publish at once', async () => {
      for (let version = 1; version <= 1_000; version++) {
        buses.a.publish([testEntry(0, version)]);
        buses.b.publish([testEntry(1, version)]);
      }
      await arrived(() => atA, 1_000);
      await arrived(() => atB, 1_000);
      expect(new Set(atB.map(({ section, version }) => `${section}/${version}`)).size).toBe(1_000);
      expect(atB.every(({ section }) => section === 0)).toBe(true);
      expect(atA.every(({ section }) => section === 1)).toBe(true);
    });

    it('publishes nothing when there is nothing to publish', async () => {
      buses.a.publish([]);
      buses.a.publish([testEntry(0, 1)]);
      await arrived(() => atB, 1);
      expect(atB).toEqual([testEntry(0, 1)]);
    });

    it('brings nothing more to an end that is closed, and takes its late publishing without a throw', async () => {
      const { a, b } = buses;
      a.publish([testEntry(0, 1)]);
      await arrived(() => atB, 1);
      await b.close();
      a.publish([testEntry(0, 2)]);
      b.publish([testEntry(1, 1)]);
      await a.close();
      expect(atB).toEqual([testEntry(0, 1)]);
      expect(atA).toEqual([]);
    });
  });
}

async function arrived(entries: () => readonly LogEntry[], count: number): Promise<void> {
  await vi.waitFor(() => expect(entries().length).toBeGreaterThanOrEqual(count), {
    timeout: deliveryMsMax,
    interval: 5,
  });
}

const hold = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d';
const untilMs = Date.UTC(2040, 0, 1);

function change(seat: number): SeatChange {
  return [seat, 1, untilMs, ownerMark(hold)];
}

function testEntry(section: number, version: number): LogEntry {
  return {
    show: 'test-show',
    section,
    version,
    changes: [change(4 * section), [4 * section + 1, 0, 0, 0]],
    notices: [{ buyer: 'buyer-1', hold, state: 'active', seats: [4 * section], untilMs }],
  };
}
