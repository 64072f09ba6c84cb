import { describe, expect, it } from 'vitest';
import { type Arguments, helpText, readArguments, UsageError } from './arguments.ts';

const defaults: Arguments = { port: 8080, host: 'localhost', data: 'data', wantsHelp: false };

describe('the command line', () => {
  it.each<[words: string[], expected: Partial<Arguments>]>([
    [[], {}],
    [['--port', '80'], { port: 80 }],
    [['--port=0'], { port: 0 }],
    [['--port', '65535'], { port: 65_535 }],
    [['--port', '1', '--port', '2'], { port: 2 }],
    [['--host', '::1'], { host: '::1' }],
    [['--data', '/srv/onsale'], { data: '/srv/onsale' }],
    [['--data', ':memory:'], { data: ':memory:' }],
    [['--help'], { wantsHelp: true }],
    [['--', '--port', '1'], { port: 1 }],
    [['--data', 'x', '--host', '0.0.0.0', '--port', '9'], { data: 'x', host: '0.0.0.0', port: 9 }],
  ])('%j is read', (words, expected) => {
    expect(readArguments(words)).toEqual({ ...defaults, ...expected });
  });

  it.each([
    [['--port', 'http'], '--port must be a number from 0 to 65535, not http'],
    [['--port', '65536'], '--port must be a number from 0 to 65535, not 65536'],
    [['--port', '80.5'], '--port must be a number from 0 to 65535, not 80.5'],
    [['--port', '0x50'], '--port must be a number from 0 to 65535, not 0x50'],
    [['--port', '1e3'], '--port must be a number from 0 to 65535, not 1e3'],
    [['--port', ' 80'], '--port must be a number from 0 to 65535, not  80'],
    [['--port=-1'], '--port must be a number from 0 to 65535, not -1'],
    [['--port='], '--port must be a number from 0 to 65535, not '],
    [['--port', '-1'], "Option '--port' argument is ambiguous."],
    [['--port'], "Option '--port <value>' argument missing"],
    [['--host='], '--host must name an address, or localhost'],
    [['--data='], '--data must name a folder, or :memory:'],
    [['--colour'], "Unknown option '--colour'"],
    [['-p', '80'], "Unknown option '-p'"],
    [['--help=yes'], "Option '--help' does not take an argument"],
    [['8080'], "Unexpected argument '8080'. This command does not take positional arguments"],
    [
      ['--port', '1', '--', '--help'],
      "Unexpected argument '--help'. This command does not take positional arguments",
    ],
    [['--port', '1', '--', 'x'], "Unexpected argument 'x'. This command does not take positional arguments"],
  ])('%j is refused in one line', (words, sentence) => {
    expect(() => readArguments(words)).toThrow(new UsageError(sentence));
    expect(sentence).not.toContain('\n');
  });

  it('is explained, option by option, with its defaults', () => {
    for (const option of ['--port', '--host', '--data', '--help']) expect(helpText).toContain(`  ${option} `);
    for (const word of ['8080', 'localhost', 'data', ':memory:']) expect(helpText).toContain(word);
  });
});
