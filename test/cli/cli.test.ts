import { describe, expect, it } from 'vitest';

import { describeFailure } from '../../src/cli/failure.ts';
import { ConfigError } from '../../src/config/config.ts';
import { ledgerUnavailable } from '../../src/ledger/unavailable.ts';

function listenError(code: string): Error {
  return Object.assign(new Error(`listen ${code}`), { code, syscall: 'listen', address: '10.0.0.1', port: 80 });
}

describe('a failure in words', () => {
  it.each<[string, unknown, string[]]>([
    ['of the configuration', new ConfigError(['A: x', 'B: y']), ['A: x', 'B: y']],
    [
      'of a port in use',
      listenError('EADDRINUSE'),
      ['port 80 on 10.0.0.1 is in use: stop what listens there, or set PORT to another one (0 takes a free one)'],
    ],
    [
      'of a privileged port',
      listenError('EACCES'),
      ['port 80 on 10.0.0.1 may not be used by this user: set PORT to one from 1024'],
    ],
    [
      'of a foreign address',
      listenError('EADDRNOTAVAIL'),
      ['cannot listen on 10.0.0.1 (EADDRNOTAVAIL): set HOST to an address of this machine'],
    ],
    [
      'of an unknown host',
      Object.assign(new Error('x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'nope' }),
      ['cannot listen on nope (ENOTFOUND): set HOST to an address of this machine'],
    ],
    [
      'of the database of the ledger',
      ledgerUnavailable('NOT_APPLIED', new Error('password authentication failed for user "app"')),
      [
        'The ledger does not answer. Nothing was written; try again.',
        'the reason: password authentication failed for user "app"',
      ],
    ],
    ['without a message', new TypeError(''), ['TypeError']],
    ['that is no error', 'x', ['failed for an unknown reason']],
  ])('%s', (_name, error, lines) => {
    expect(describeFailure(error)).toEqual(lines);
  });
});
