import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { ConfigError } from './config.ts';

/** Where a certificate with its chain and its private key are, both in PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsPair {
  readonly cert: string;
  readonly key: string;
  /** When the certificate ends, in milliseconds since 1970. */
  readonly endMs: number;
}

/** The files that the settings name; null when they name none. Throws a {@link ConfigError} for one without the other. */
export function tlsFilesOf(settings: {
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
}): TlsFiles | null {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = settings;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile === undefined && keyFile === undefined) return null;
  const [given, missing] =
    keyFile === undefined ? ['TLS_CERT_FILE', 'TLS_KEY_FILE'] : ['TLS_KEY_FILE', 'TLS_CERT_FILE'];
  throw new ConfigError(`bad settings: ${missing}: is needed with ${given}`);
}

const fileBytesMax = 1024 * 1024;
/** How often files that change while they are read are read again. */
const readsMax = 5;

/** Reads both files as they are at one moment. Throws a {@link ConfigError} that names the file and what is wrong. */
export async function readTlsPair(files: TlsFiles): Promise<TlsPair> {
  let before = await readBoth(files);
  for (let reads = 1; reads < readsMax; reads++) {
    const { cert, key } = await readBoth(files);
    if (cert === before.cert && key === before.key) return checked(files, before.cert, before.key);
    before = { cert, key };
  }
  throw new ConfigError('TLS_CERT_FILE, TLS_KEY_FILE: the files do not stop changing');
}

async function readBoth({ certFile, keyFile }: TlsFiles): Promise<{ cert: string; key: string }> {
  return {
    cert: await readBounded('TLS_CERT_FILE', certFile),
    key: await readBounded('TLS_KEY_FILE', keyFile),
  };
}

async function readBounded(setting: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > fileBytesMax) throw new Error(`larger than ${fileBytesMax} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${setting}: ${path} cannot be read: ${code ?? message}`);
  }
}

function checked({ certFile, keyFile }: TlsFiles, cert: string, key: string): TlsPair {
  const certificate = certificateOf(cert, certFile);
  if (!certificate.checkPrivateKey(privateKeyOf(key, keyFile)))
    throw new ConfigError(`TLS_KEY_FILE: ${keyFile} is not the key of the certificate in ${certFile}`);
  try {
    // The whole chain, and what OpenSSL demands of its strength.
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigError(`TLS_CERT_FILE: ${certFile} cannot be used: ${(error as Error).message}`);
  }
  return { cert, key, endMs: Date.parse(certificate.validTo) };
}

function certificateOf(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new ConfigError(`TLS_CERT_FILE: ${path} is no certificate in PEM`);
  }
}

/** The reasons of OpenSSL stay out of the sentence: they could quote the key. */
function privateKeyOf(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The form of PKCS 8 says so in its first line, the older ones in a header.
    const isEncrypted = pem.includes('ENCRYPTED');
    throw new ConfigError(`TLS_KEY_FILE: ${path} is ${isEncrypted ? 'encrypted' : 'no private key in PEM'}`);
  }
}
