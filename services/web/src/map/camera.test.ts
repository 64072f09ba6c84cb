import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Camera, type Subject } from './camera.ts';

const size = { width: 800, height: 600 };
const none = { top: 0, right: 0, bottom: 0, left: 0 };
/** Ten seats in a row, from (100, 100) to (1000, 100). */
const subject: Subject = {
  geometry: {
    x: Float32Array.from({ length: 10 }, (_, seat) => 100 * (seat + 1)),
    y: new Float32Array(10).fill(100),
    bounds: { left: 90, top: 90, right: 1_010, bottom: 110 },
    seatRadius: 5,
  },
  insets: none,
};

let wantsLessMotion = false;
let nowMs = 0;

function shown(): { camera: Camera; onMoved: ReturnType<typeof vi.fn> } {
  const onMoved = vi.fn();
  const camera = new Camera(subject, onMoved);
  camera.resize(size);
  onMoved.mockClear();
  return { camera, onMoved };
}

/** Lets it glide to its end. */
function arrive(camera: Camera): void {
  nowMs += 1_000;
  camera.advance(nowMs);
}

describe('a camera', () => {
  beforeEach(() => {
    wantsLessMotion = false;
    nowMs = 0;
    vi.stubGlobal('matchMedia', () => ({ matches: wantsLessMotion }));
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('shows the whole, in whatever size and whatever is covered, until it looks elsewhere', () => {
    const { camera } = shown();
    expect(camera.position(0).x).toBeCloseTo((10 * 800) / 920);
    camera.resize({ width: 400, height: 600 });
    expect(camera.position(9).x).toBeLessThan(400);
    camera.aim({ ...subject, insets: { ...none, left: 100 } });
    expect(camera.position(0).x).toBeGreaterThan(100);
    camera.zoom({ x: 0, y: 0 }, 4);
    const before = camera.view;
    camera.aim(subject);
    expect(camera.view).toEqual(before);
  });

  it('keeps what is in its middle when its canvas gets another size', () => {
    const { camera } = shown();
    camera.centreAt({ x: 500, y: 100 });
    camera.zoom({ x: 400, y: 300 }, 3);
    camera.resize({ width: 600, height: 800 });
    expect(camera.position(4).x).toBeCloseTo(300);
    expect(camera.position(4).y).toBeCloseTo(400);
  });

  it('never loses the drawing, and comes neither nearer nor further than makes sense', () => {
    const { camera } = shown();
    const { scale } = camera.view;
    camera.pan(100_000, -100_000);
    expect(camera.position(0).x).toBeLessThanOrEqual(800 / 2 + 10 * scale);
    camera.zoom({ x: 400, y: 300 }, 1e6);
    expect(camera.seatPx).toBeCloseTo(46);
    camera.zoom({ x: 400, y: 300 }, 1e-6);
    expect(camera.view.scale).toBeCloseTo(0.8 * scale);
  });

  it('glides where it is sent, tells once that it sets out, and stops on the way when it is moved', () => {
    const { camera, onMoved } = shown();
    camera.glideToPoint({ x: 300, y: 100 }, 28);
    expect([camera.isGliding, onMoved.mock.calls.length]).toEqual([true, 1]);
    nowMs = 100;
    expect(camera.advance(nowMs)).toBe(true);
    expect(camera.seatPx).toBeGreaterThan(9);
    expect(camera.seatPx).toBeLessThan(28);
    arrive(camera);
    expect(camera.seatPx).toBeCloseTo(28);
    expect(camera.position(2).x).toBeCloseTo(400);
    expect([camera.isGliding, camera.advance(nowMs)]).toEqual([false, false]);
    camera.glideToFit();
    camera.pan(1, 0);
    expect(camera.isGliding).toBe(false);
    expect(camera.seatPx).toBeCloseTo(28);
  });

  it('is there at once for those who asked for less motion', () => {
    const { camera } = shown();
    wantsLessMotion = true;
    camera.glideToSeats([7, 8], 28);
    expect(camera.isGliding).toBe(false);
    expect((camera.position(7).x + camera.position(8).x) / 2).toBeCloseTo(400);
    expect(camera.seatPx).toBeLessThanOrEqual(28);
  });

  it('goes to a seat that is out of sight or too small, and to no other', () => {
    const { camera } = shown();
    camera.reveal(4, 7, 16);
    expect(camera.seatPx).toBeGreaterThan(7);
    expect(camera.isGliding).toBe(false);
    camera.reveal(4, 10, 16);
    arrive(camera);
    expect(camera.seatPx).toBeCloseTo(16);
    expect(camera.position(4).x).toBeCloseTo(400);
    camera.reveal(9, 10, 12);
    arrive(camera);
    expect(camera.position(9).x).toBeCloseTo(400);
    expect(camera.seatPx).toBeCloseTo(16);
  });
});
