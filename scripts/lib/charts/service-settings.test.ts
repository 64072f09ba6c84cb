import { expect, it } from 'vitest';
import { checkSettings, serviceNames, settingNames } from './service-settings.ts';

it.each(serviceNames)('knows every setting of %s', (service) => {
  expect(settingNames(service)).toEqual(expect.arrayContaining(['PORT', 'LOG_LEVEL', 'STOP_MS_MAX']));
});

it('knows those that are required, too', () => {
  expect(settingNames('realtime')).toEqual(
    expect.arrayContaining(['MYSQL_URL', 'MOVE_MS', 'ALLOWED_ORIGINS']),
  );
});

it('refuses what the service would refuse', () => {
  expect(() => checkSettings('realtime', {})).toThrow('MYSQL_URL');
  expect(() => checkSettings('web', {})).not.toThrow();
});
