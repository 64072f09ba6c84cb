import type { ChangesBody } from '@onsale/contracts';

/** One step of a section: the states at `to` of the seats that changed since `from`. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly set: ReadonlyMap<number, number>;
}

/** Frames kept per section; a client that is further behind gets the snapshot. */
const framesMax = 64;

/** A section's last frames, for clients that come back with a version. */
export class RecentFrames {
  readonly #frames: Frame[] = [];

  /** A frame that does not follow the last one makes those before it useless: they would leave a hole. */
  add(frame: Frame): void {
    if (this.#frames.at(-1)?.to !== frame.from) this.#frames.length = 0;
    this.#frames.push(frame);
    if (this.#frames.length > framesMax) this.#frames.shift();
  }

  /** What changed after a version up to the newest, or null when the frames do not reach back that far. [L2] */
  since(version: number): ChangesBody | null {
    const start = this.#frames.findIndex((frame) => frame.from <= version && version < frame.to);
    if (start === -1) return null;
    const frames = this.#frames.slice(start);
    const set = new Map(frames.flatMap((frame) => [...frame.set]));
    return { from: version, to: frames.at(-1)?.to ?? version, set: [...set] };
  }
}
