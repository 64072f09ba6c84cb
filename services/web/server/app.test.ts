import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { parseConnectSources } from './security-headers.ts';
import { readSettings } from './settings.ts';

let folder: string;
let app: Hono;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onsale-web-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Onsale</title>');
  writeFileSync(join(dist, 'favicon.svg'), '<svg/>');
  writeFileSync(join(dist, 'embed.js'), 'import "./assets/index-abc.js";');
  writeFileSync(join(dist, 'assets', 'index-abc.js'), 'let a;');
  writeFileSync(join(dist, 'assets', 'index-abc.js.gz'), gzipSync('let a;'));
  app = createApp({ distDir: dist, connectSources: ['wss://*.rt.example.com:30443'] });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the page', () => {
  it.each(['/', '/shows/hamlet', '/shows/a/b', '/shows/v1.2/seats', '/index.html'])(
    'is at %s, asked for anew each time',
    async (path) => {
      const response = await app.request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch('text/html');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<title>Onsale</title>');
    },
  );

  it('runs nobody else’s code and connects to the given sources only', async () => {
    const policy = (await app.request('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' wss://*.rt.example.com:30443;");
    expect(policy).not.toContain('unsafe');
    expect((await app.request('/')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets the browser fetch a show and its seats while the page loads', async () => {
    const link = async (path: string) => (await app.request(path)).headers.get('link');
    expect(await link('/shows/hamlet')).toBe(
      '</api/shows/hamlet>; rel=preload; as=fetch; crossorigin, ' +
        '</api/shows/hamlet/seats>; rel=preload; as=fetch; crossorigin',
    );
    for (const path of ['/', '/shows', '/shows/a/b', '/shows/%22%3E', '/shows/A', '/favicon.svg'])
      expect(await link(path)).toBeNull();
  });

  it('says so when it has not been built', async () => {
    const response = await createApp({ distDir: join(folder, 'dist', 'assets'), connectSources: [] }).request(
      '/',
    );
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('build')]);
    expect(response.headers.get('retry-after')).toBe('10');
  });
});

describe('files', () => {
  it('with a hash in their name are kept for a year', async () => {
    const response = await app.request('/assets/index-abc.js');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toMatch('javascript');
    expect(await response.text()).toBe('let a;');
  });

  it('come compressed to those who can read that', async () => {
    const response = await app.request('/assets/index-abc.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('content-type')).toMatch('javascript');
  });

  it('that name the newest code of the element are kept for a minute', async () => {
    const response = await app.request('/embed.js');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('content-type')).toMatch('javascript');
  });

  it('of the element may be loaded by other sites’ pages, and nothing else may', async () => {
    const sharing = async (path: string) => {
      const { headers } = await app.request(path);
      return [headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy')];
    };
    for (const path of ['/embed.js', '/assets/index-abc.js'])
      expect(await sharing(path)).toEqual(['*', 'cross-origin']);
    for (const path of ['/', '/index.html', '/shows/hamlet', '/favicon.svg', '/shows/embed.js'])
      expect(await sharing(path)).toEqual([null, 'same-origin']);
  });

  it('without a hash are kept for an hour', async () => {
    expect((await app.request('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it.each([
    '/assets/none.js',
    '/assets/',
    '/none.png',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
  ])('that are not there, as %s, are not found', async (path) => {
    const response = await app.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret');
  });
});

describe('settings', () => {
  it('have defaults, and read sources separated by commas or blanks', () => {
    expect(readSettings({})).toMatchObject({ PORT: 8080, CONNECT_SOURCES: [] });
    const { CONNECT_SOURCES } = readSettings({
      CONNECT_SOURCES: 'ws://localhost:8083, wss://*.rt.example.com:*',
    });
    expect(CONNECT_SOURCES).toEqual(['ws://localhost:8083', 'wss://*.rt.example.com:*']);
  });

  it('take an address of the API, without anything after it', () => {
    expect(readSettings({}).API_URL).toBeUndefined();
    expect(readSettings({ API_URL: 'http://seats-api:8081' }).API_URL?.href).toBe('http://seats-api:8081/');
    for (const text of [
      'seats-api:8081',
      'http://seats-api/api',
      'ftp://seats-api',
      'http://u:p@seats-api',
      'x',
    ])
      expect(() => readSettings({ API_URL: text })).toThrow('API_URL: ');
  });

  it('refuse a source that would widen the policy', () => {
    for (const text of ["'unsafe-inline'", '*', 'wss://a;script-src', 'https://a/path', 'data:']) {
      expect(() => parseConnectSources(text)).toThrow(RangeError);
      expect(() => readSettings({ CONNECT_SOURCES: text })).toThrow('CONNECT_SOURCES');
    }
  });
});
