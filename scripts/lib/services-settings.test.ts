import { describe, expect, it } from 'vitest';
import { readSettings } from './services-settings.ts';

describe('the command line of `pnpm start:services`', () => {
  it('has a default for everything', () => {
    const settings = { kind: 'start', port: 8080, host: '127.0.0.1', dataFolder: undefined };
    expect(readSettings([], {})).toEqual(settings);
  });

  it('takes every option', () => {
    const args = ['--port', '0', '--host', '0.0.0.0', '--data', '/var/lib/onsale'];
    const settings = { kind: 'start', port: 0, host: '0.0.0.0', dataFolder: '/var/lib/onsale' };
    expect(readSettings(args, {})).toEqual(settings);
    expect(readSettings(['--help'], {})).toEqual({ kind: 'help' });
  });

  it.each(['', '-1', '65536', 'eighty', '80.5'])('refuses the port "%s"', (port) => {
    expect(() => readSettings([`--port=${port}`], {})).toThrow('--port must be a number from 0 to 65535');
  });

  it('refuses a data folder for a server that is not its own', () => {
    const env = { MYSQL_URL: 'mysql://root@127.0.0.1/' };
    expect(() => readSettings(['--data', 'x'], env)).toThrow('--data keeps the data of a private MySQL');
  });

  it('refuses an option that it does not know', () => {
    expect(() => readSettings(['--prot', '80'], {})).toThrow("Unknown option '--prot'");
  });
});
