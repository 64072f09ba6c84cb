import { Counter, Gauge, type Registry } from '@onsale/runtime';

/** Registers figures that exist anyway and are read only when somebody asks: they cost nothing in between. */
export interface FigureReader {
  gauge(name: string, help: string, read: () => number): void;
  /** A figure that only ever grows, since the process started. */
  counter(name: string, help: string, read: () => number): void;
  /** A gauge with one series for each value of a label. */
  gauges<L extends string>(
    name: string,
    help: string,
    label: string,
    read: () => Readonly<Record<L, number>>,
  ): void;
}

export function readFigures(registry: Registry): FigureReader {
  const registers = [registry];
  return {
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    counter(name, help, read) {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    gauges(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          for (const [value, figure] of Object.entries<number>(read())) this.set({ [label]: value }, figure);
        },
      });
    },
  };
}
