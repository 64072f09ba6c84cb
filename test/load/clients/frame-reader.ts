/** The longest payload that is taken whole; a longer one ends the run. */
const payloadBytesMax = 16 * 1024 * 1024;

const opcode = { text: 1, close: 8 } as const;

export interface FrameSink {
  /**
   * A text frame: its payload begins at `start` and is `length` bytes long, of which those before `end` are here. The
   * buffer is used again afterwards.
   */
  text(buffer: Buffer, start: number, end: number, length: number, nowMs: number): void;
  closed(): void;
}

/**
 * Finds the frames of a WebSocket (RFC 6455) in what a server sends, without extensions. It hands on only so many
 * bytes of each payload as are asked for and skips the rest uncopied: somebody who only needs to know which frame
 * came need not pay for its length.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #prefixBytes: number;
  /** The beginning of a frame that did not come whole. */
  #carry: Buffer | null = null;
  /** Bytes of the last frame that are yet to come and of no interest. */
  #skipBytes = 0;

  constructor(sink: FrameSink, prefixBytes: number) {
    this.#sink = sink;
    this.#prefixBytes = prefixBytes;
  }

  /** Reads the bytes from `start` up to, not including, `end`. */
  read(buffer: Buffer, start: number, end: number, nowMs: number): void {
    if (this.#carry === null) return this.#scan(buffer, start, end, nowMs);
    const joined = Buffer.concat([this.#carry, buffer.subarray(start, end)]);
    this.#carry = null;
    this.#scan(joined, 0, joined.length, nowMs);
  }

  #scan(buffer: Buffer, start: number, end: number, nowMs: number): void {
    const skipped = Math.min(this.#skipBytes, end - start);
    this.#skipBytes -= skipped;
    let at = start + skipped;
    while (at < end) {
      const payloadAt = at + headBytes(buffer, at, end);
      const length = payloadAt <= end ? payloadBytes(buffer, at) : 0;
      if (length > payloadBytesMax) throw new RangeError(`a frame of ${length} bytes`);
      const neededTo = payloadAt + Math.min(length, this.#prefixBytes);
      if (neededTo > end) {
        this.#carry = Buffer.from(buffer.subarray(at, end));
        return;
      }
      this.#take((buffer[at] ?? 0) & 0x0f, buffer, payloadAt, neededTo, length, nowMs);
      at = payloadAt + length;
    }
    this.#skipBytes += at - end;
  }

  #take(kind: number, buffer: Buffer, start: number, end: number, length: number, nowMs: number): void {
    if (kind === opcode.text) this.#sink.text(buffer, start, end, length, nowMs);
    else if (kind === opcode.close) this.#sink.closed();
  }
}

/** How long the head of the frame is; two bytes at least are needed to know. */
function headBytes(buffer: Buffer, at: number, end: number): number {
  if (at + 2 > end) return 2;
  const short = (buffer[at + 1] ?? 0) & 0x7f;
  return short < 126 ? 2 : short === 126 ? 4 : 10;
}

function payloadBytes(buffer: Buffer, at: number): number {
  const short = (buffer[at + 1] ?? 0) & 0x7f;
  if (short < 126) return short;
  return short === 126 ? buffer.readUInt16BE(at + 2) : Number(buffer.readBigUInt64BE(at + 2));
}

/**
 * A text frame as a client sends it. Clients must mask; a mask of zeros leaves the text as it is, so that the load
 * pays for no masking while the server unmasks as always.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new RangeError(`a command of ${length} bytes`);
  const headLength = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = 0x80 | opcode.text;
  frame[1] = 0x80 | Math.min(length, 126);
  if (length >= 126) frame.writeUInt16BE(length, 2);
  frame.writeUInt32BE(0, headLength - 4);
  frame.write(text, headLength);
  return frame;
}
