import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followTlsFiles, type TlsFollower } from './follow-tls-files.ts';
import { createSelfSigned, type SelfSigned } from './testing/self-signed.ts';
import { readTlsPair, type TlsFiles, type TlsPair } from './tls-files.ts';

/** A folder as the kubelet mounts a Secret: files are links into `..data`, which is a link to a dated folder. */
class SecretFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'onsale-secret-'));
  readonly files: TlsFiles = { certFile: join(this.path, 'tls.crt'), keyFile: join(this.path, 'tls.key') };
  #versions = 0;

  constructor(pair: SelfSigned) {
    this.write(pair);
    for (const name of ['tls.crt', 'tls.key']) symlinkSync(join('..data', name), join(this.path, name));
  }

  write({ cert, key }: SelfSigned): void {
    const version = `..version-${this.#versions++}`;
    mkdirSync(join(this.path, version));
    writeFileSync(join(this.path, version, 'tls.crt'), cert);
    writeFileSync(join(this.path, version, 'tls.key'), key);
    symlinkSync(version, join(this.path, '..data_tmp'));
    renameSync(join(this.path, '..data_tmp'), join(this.path, '..data'));
  }
}

const first = createSelfSigned({ host: 'first.example' });
const second = createSelfSigned({ host: 'second.example' });

describe('TLS files that change', () => {
  let folder: SecretFolder;
  let used: TlsPair[];
  let lines: string[];
  let nowMs: number;
  let follower: TlsFollower;

  const say = (level: string) => (details: { reason?: string }, message: string) =>
    void lines.push(`${level}: ${message}${details.reason === undefined ? '' : ` (${details.reason})`}`);

  async function follow(): Promise<void> {
    follower = followTlsFiles({
      files: folder.files,
      pair: await readTlsPair(folder.files),
      use: (pair) => void used.push(pair),
      logger: { info: say('info'), warn: say('warn'), error: say('error') } as never,
      nowMs: () => nowMs,
    });
  }

  beforeEach(async () => {
    folder = new SecretFolder(first);
    used = [];
    lines = [];
    nowMs = Date.now();
    await follow();
  });
  afterEach(() => {
    follower.stop();
    rmSync(folder.path, { recursive: true });
    vi.useRealTimers();
  });

  it('are taken into use when the link of their folder changes', async () => {
    await follower.look();
    expect(used).toEqual([]);
    folder.write(second);
    await follower.look();
    await follower.look();
    expect(used).toEqual([await readTlsPair(folder.files)]);
    expect(used[0]?.cert).toBe(second.cert);
    expect(lines).toEqual(['info: the TLS certificate has changed and is in use']);
  });

  it('are looked at every five seconds, until they are no longer followed', async () => {
    vi.useFakeTimers();
    follower.stop();
    await follow();
    folder.write(second);
    vi.advanceTimersByTime(4_999);
    expect(used).toEqual([]);
    vi.advanceTimersByTime(1);
    await follower.look();
    expect(used).toHaveLength(1);
    follower.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that do not belong together leave the old pair in use, are told of once, and give way to good ones', async () => {
    folder.write({ cert: second.cert, key: first.key });
    await follower.look();
    await follower.look();
    expect(used).toEqual([]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^error: .* what was read before stays in use \(TLS_KEY_FILE: .* is not the key of/,
      ),
    ]);
    folder.write(second);
    await follower.look();
    expect(used.map(({ cert }) => cert)).toEqual([second.cert]);
  });

  it('that are gone leave the old pair in use', async () => {
    unlinkSync(join(folder.path, '..data'));
    await follower.look();
    expect(used).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('cannot be read: ENOENT')]);
  });

  it('that the server does not take are tried again', async () => {
    follower.stop();
    const use = vi.fn().mockImplementationOnce(() => {
      throw new Error('not this time');
    });
    follower = followTlsFiles({
      files: folder.files,
      pair: await readTlsPair(folder.files),
      use,
      logger: { info: say('info'), warn: say('warn'), error: say('error') } as never,
    });
    folder.write(second);
    await follower.look();
    await follower.look();
    expect(use).toHaveBeenCalledTimes(2);
    expect(lines).toEqual([
      'error: the TLS files cannot be used: what was read before stays in use (not this time)',
      'info: the TLS certificate has changed and is in use',
    ]);
  });

  it('whose certificate has ended are told of, once', async () => {
    nowMs = follower.endMs();
    await follower.look();
    await follower.look();
    expect(lines).toEqual(['warn: the TLS certificate has ended: browsers refuse it']);
  });
});
