import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from './config.ts';
import { createSelfSigned } from './testing/self-signed.ts';
import { readTlsPair, tlsFilesOf } from './tls-files.ts';

let folder: string;
const end = new Date('2041-02-03T04:05:06Z');
const pair = createSelfSigned({ end });

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onsale-tls-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the TLS settings', () => {
  it('name both files, or none', () => {
    expect(tlsFilesOf({})).toBeNull();
    const named = { TLS_CERT_FILE: '/tls/tls.crt', TLS_KEY_FILE: '/tls/tls.key' };
    expect(tlsFilesOf(named)).toEqual({ certFile: '/tls/tls.crt', keyFile: '/tls/tls.key' });
  });

  it.each([
    [{ TLS_CERT_FILE: '/tls/tls.crt' }, 'bad settings: TLS_KEY_FILE: is needed with TLS_CERT_FILE'],
    [{ TLS_KEY_FILE: '/tls/tls.key' }, 'bad settings: TLS_CERT_FILE: is needed with TLS_KEY_FILE'],
  ])('are refused when they name one: %j', (settings, message) => {
    expect(() => tlsFilesOf(settings)).toThrow(new ConfigError(message));
  });
});

describe('the TLS files', () => {
  it('are read with the end of the certificate', async () => {
    const files = { certFile: write('good.crt', pair.cert), keyFile: write('good.key', pair.key) };
    expect(await readTlsPair(files)).toEqual({ ...pair, endMs: end.getTime() });
  });

  it('may hold a chain', async () => {
    const chain = `${pair.cert}${createSelfSigned({ host: 'authority' }).cert}`;
    const files = { certFile: write('chain.crt', chain), keyFile: write('chain.key', pair.key) };
    expect((await readTlsPair(files)).cert).toBe(chain);
  });

  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const broken: [what: string, cert: string | null, key: string | null, message: RegExp][] = [
    ['no certificate file', null, pair.key, /^TLS_CERT_FILE: .*\.crt cannot be read: ENOENT$/],
    ['no key file', pair.cert, null, /^TLS_KEY_FILE: .*\.key cannot be read: ENOENT$/],
    ['an empty certificate', '', pair.key, /^TLS_CERT_FILE: .*\.crt is no certificate in PEM$/],
    ['a key for a certificate', pair.key, pair.key, /^TLS_CERT_FILE: .*\.crt is no certificate in PEM$/],
    ['a certificate for a key', pair.cert, pair.cert, /^TLS_KEY_FILE: .*\.key is no private key in PEM$/],
    ['a key that is encrypted', pair.cert, privateKey, /^TLS_KEY_FILE: .*\.key is encrypted$/],
    [
      'the key of another certificate',
      pair.cert,
      createSelfSigned().key,
      /^TLS_KEY_FILE: .*\.key is not the key of the certificate in .*\.crt$/,
    ],
    [
      'a chain that breaks off',
      `${pair.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      pair.key,
      /^TLS_CERT_FILE: .*\.crt cannot be used: /,
    ],
    [
      'far too much',
      'x'.repeat(1024 * 1024 + 1),
      pair.key,
      /^TLS_CERT_FILE: .*\.crt cannot be read: larger than/,
    ],
  ];

  it.each(broken)('are refused with a sentence: %s', async (what, cert, key, message) => {
    const [certFile, keyFile] = [join(folder, `${what}.crt`), join(folder, `${what}.key`)];
    if (cert !== null) writeFileSync(certFile, cert);
    if (key !== null) writeFileSync(keyFile, key);
    const refused = readTlsPair({ certFile, keyFile });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow('PRIVATE');
  });
});
