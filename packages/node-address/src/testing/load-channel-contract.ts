import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoadChannel } from '../loads/load-channel.ts';
import type { LoadReport } from '../loads/load-report.ts';

/** Three processes' ends of one channel. `close` must bear ends that are closed already. */
export interface ChannelsUnderTest {
  readonly a: LoadChannel;
  readonly b: LoadChannel;
  readonly c: LoadChannel;
  close(): Promise<void>;
}

/** How long a report may be under way before the suite calls it lost. */
const deliveryMsMax = 10_000;

const first: LoadReport = { pod: 'realtime-1', connections: 12, isDraining: false };
const second: LoadReport = { pod: 'realtime-2', connections: 0, isDraining: true };

/** What every channel of load reports must do when nothing fails. A fault may lose reports: the next ones tell. */
export function describeLoadChannelContract(name: string, open: () => Promise<ChannelsUnderTest>): void {
  describe(`load channel contract: ${name}`, { timeout: 30_000 }, () => {
    let channels: ChannelsUnderTest;
    let atB: LoadReport[];
    let atC: LoadReport[];

    beforeEach(async () => {
      channels = await open();
      atB = [];
      atC = [];
      channels.b.subscribe((report) => atB.push(report));
      channels.c.subscribe((report) => atC.push(report));
      // A channel may drop what is told before it is connected.
      const probe: LoadReport = { pod: 'probe', connections: 0, isDraining: false };
      for (const end of [channels.a, channels.b, channels.c]) {
        await heard(() => {
          end.tell(probe);
          return atB.length > 0 && atC.length > 0;
        });
        // Later probes may still be under way when the first has arrived: the last one has another name.
        const last = { ...probe, pod: 'last-probe' };
        end.tell(last);
        await heard(() => [atB, atC].every((reports) => reports.at(-1)?.pod === last.pod));
        atB.length = 0;
        atC.length = 0;
      }
    });
    afterEach(async () => {
      await channels.close();
    });

    it('carries a report whole to everybody who listens, the teller too', async () => {
      channels.a.tell(first);
      await heard(() => atB.length === 1 && atC.length === 1);
      channels.b.tell(second);
      await heard(() => atB.length === 2 && atC.length === 2);
      for (const reports of [atB, atC]) expect(reports).toEqual([first, second]);
    });

    it('keeps the order in which a process told them', async () => {
      const told = Array.from({ length: 20 }, (_, connections) => ({ ...first, connections }));
      for (const report of told) channels.a.tell(report);
      await heard(() => atB.length === told.length);
      expect(atB).toEqual(told);
    });

    it('lets an end that does not listen tell, and hears nothing for it', async () => {
      channels.a.tell(first);
      channels.a.tell(second);
      await heard(() => atC.length === 2);
      expect(atC).toEqual([first, second]);
    });

    it('brings nothing more to an end that is closed, and takes what it tells late without a throw', async () => {
      await channels.b.close();
      channels.b.tell(second);
      channels.a.tell(first);
      await heard(() => atC.length > 0);
      expect(atC).toEqual([first]);
      expect(atB).toEqual([]);
    });

    it('may be closed more than once', async () => {
      await channels.a.close();
      await expect(channels.a.close()).resolves.toBeUndefined();
    });
  });
}

async function heard(isHeard: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isHeard()).toBe(true), { timeout: deliveryMsMax, interval: 5 });
}
