import { createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { FrameReader, textFrame } from './frame-reader.ts';

/** A text frame as a server sends it: not masked. */
function serverFrame(text: string, kind = 1): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | kind, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | kind, 126, payload.length >> 8, payload.length & 0xff])
        : Buffer.from([
            0x80 | kind,
            127,
            0,
            0,
            0,
            0,
            0,
            payload.length >> 16,
            (payload.length >> 8) & 0xff,
            payload.length & 0xff,
          ]);
  return Buffer.concat([head, payload]);
}

interface Heard {
  readonly prefix: string;
  readonly length: number;
}

/** Reads the bytes in pieces, as a connection may give them. */
function readInPieces(bytes: Buffer, prefixBytes: number, pieceOf: (left: number) => number): Heard[] {
  const heard: Heard[] = [];
  const reader = new FrameReader(
    {
      text: (buffer, start, end, length) =>
        heard.push({ prefix: buffer.toString('utf8', start, end), length }),
      closed: () => heard.push({ prefix: 'closed', length: 0 }),
    },
    prefixBytes,
  );
  // One buffer for all pieces, as the sockets have.
  const shared = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = pieceOf(bytes.length - at);
    shared.fill(0xff);
    bytes.copy(shared, 0, at, at + length);
    reader.read(shared, 0, length, 1);
    at += length;
  }
  return heard;
}

const texts = ['2', 'a'.repeat(125), 'b'.repeat(126), '', 'c'.repeat(70_000), '{"last":true}'];
const bytes = Buffer.concat(texts.map((text) => serverFrame(text)));
const whole = texts.map((text) => ({ prefix: text, length: text.length }));

describe('FrameReader', () => {
  it('finds every frame, however the bytes come', () => {
    expect(readInPieces(bytes, 1e9, (left) => left)).toEqual(whole);
    expect(readInPieces(bytes, 1e9, (left) => Math.min(left, 997))).toEqual(whole);
    const firstBytes = whole.map(({ prefix, length }) => ({ prefix: prefix.slice(0, 126), length }));
    expect(readInPieces(bytes, 126, () => 1)).toEqual(firstBytes);
  });

  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'hands on prefixes and skips the rest, seed %d',
    (seed) => {
      const random = createRandom(seed);
      const prefixBytes = 1 + random.below(200);
      const heard = readInPieces(bytes, prefixBytes, (left) => 1 + random.below(Math.min(left, 5_000)));
      expect(heard).toEqual(
        texts.map((text) => ({ prefix: text.slice(0, prefixBytes), length: text.length })),
      );
    },
  );

  it('tells of a close and passes over pings', () => {
    const mixed = Buffer.concat([serverFrame('ping', 9), serverFrame('x'), serverFrame('', 8)]);
    expect(readInPieces(mixed, 10, (left) => left).map(({ prefix }) => prefix)).toEqual(['x', 'closed']);
  });
});

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 4_000])('is a masked frame of %d bytes that unmasks to its text', (length) => {
    const frame = textFrame('x'.repeat(length));
    const headLength = length < 126 ? 6 : 8;
    expect(frame[0]).toBe(0x81);
    expect((frame[1] ?? 0) & 0x80).toBe(0x80);
    expect(frame.subarray(headLength - 4, headLength)).toEqual(Buffer.alloc(4));
    expect(frame.toString('utf8', headLength)).toBe('x'.repeat(length));
  });

  it('counts bytes, not letters', () => {
    expect(textFrame('é').length).toBe(8);
  });
});
