import type { SectionMirror } from './mirror.ts';

/** Heads are compared every second; this leaves a second for the answer and for a repair. */
const currentMs = 2_000;

/** The place of one section's mirror in a process. All moments are of its monotonic clock, in milliseconds. */
export class MirrorSlot {
  readonly loading: Promise<SectionMirror>;
  mirror: SectionMirror | null = null;
  /** When its newest snapshot came; what happened to a seat before that, the mirror cannot know. */
  completeSinceMs = Number.POSITIVE_INFINITY;
  users = 0;
  usedAtMs: number;
  /** The reading of the log under way, if any. */
  repairing: Promise<void> | null = null;
  /** When the next reading is due; infinite when none is. */
  repairAtMs = Number.POSITIVE_INFINITY;
  cancelRepair: () => void = () => {};
  /** The latest moment at which the mirror surely had everything. */
  #completeAtMs: number;
  /** The newest answer about the section's head: a mirror that has come so far had everything when it was asked for. */
  #head: { readonly version: number; readonly askedAtMs: number };

  /** Of a mirror that has begun to load. */
  constructor(loading: Promise<SectionMirror>, nowMs: number) {
    this.loading = loading;
    this.usedAtMs = nowMs;
    this.#completeAtMs = nowMs;
    this.#head = { version: 0, askedAtMs: nowMs };
  }

  /** Tells the mirror of the section's head, which the database was asked for at that moment. */
  noticeHead(mirror: SectionMirror, version: number, askedAtMs: number): void {
    this.#compare(mirror);
    this.#head = { version, askedAtMs };
    mirror.noticeHead(version);
  }

  /** Whether the mirror surely had everything at some moment of the last two seconds. */
  isCurrent(nowMs: number): boolean {
    if (this.mirror === null) return false;
    this.#compare(this.mirror);
    return nowMs - this.#completeAtMs <= currentMs;
  }

  /** The head is ahead of a mirror that others' commits are still on their way to: it may come as far later. */
  #compare(mirror: SectionMirror): void {
    if (mirror.version >= this.#head.version) this.#completeAtMs = this.#head.askedAtMs;
  }
}
