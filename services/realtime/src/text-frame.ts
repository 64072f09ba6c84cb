const finalText = 0x81;
/** Payloads up to this length have it in the second byte; longer ones say there how many bytes of length follow. */
const shortMax = 125;
const twoByteLength = 126;
const eightByteLength = 127;

/** A text as one whole WebSocket frame of a server, which does not mask it (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([headerFor(payload.length), payload]);
}

function headerFor(length: number): Buffer {
  if (length <= shortMax) return Buffer.from([finalText, length]);
  if (length <= 0xffff) {
    const header = Buffer.from([finalText, twoByteLength, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header.writeUInt8(finalText, 0);
  header.writeUInt8(eightByteLength, 1);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
