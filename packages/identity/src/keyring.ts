/** Signing keys: the first signs, all verify, so that a key is replaced without ending anybody's session. */
export interface Keyring {
  readonly signing: SigningKey;
  /** Every key, the signing one first. */
  readonly keys: readonly SigningKey[];
  find(id: string): SigningKey | undefined;
}

export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

const secretBytesMin = 32;
/** Shorter than any good secret is long, so that one in the wrong place is never taken, nor told, for an id. */
const idPattern = /^[A-Za-z0-9._-]{1,32}$/;
const base64url = /^[A-Za-z0-9_-]+={0,2}$/;

/**
 * Reads `id:base64url,id:base64url`, newest first. Throws a RangeError that says what is wrong, without the
 * secret, when a key is malformed, shorter than 32 bytes or named twice.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, SigningKey>();
  for (const part of text.split(',')) {
    const [id = '', encoded = '', ...rest] = part.trim().split(':');
    if (!idPattern.test(id) || !base64url.test(encoded) || rest.length > 0)
      throw new RangeError('each session key must be written id:base64url');
    const secret = Uint8Array.from(Buffer.from(encoded, 'base64url'));
    if (secret.length < secretBytesMin)
      throw new RangeError(`session key ${id} must have at least ${secretBytesMin} bytes`);
    if (keys.has(id)) throw new RangeError(`session key ${id} is named twice`);
    keys.set(id, { id, secret });
  }
  const [signing] = keys.values();
  if (signing === undefined) throw new RangeError('at least one session key is needed');
  return { signing, keys: [...keys.values()], find: (id) => keys.get(id) };
}
