import { expect, test } from 'vitest';
import { optionFields, optionsOf, valuesOf } from './optionFields';

test('options are unchanged after a round trip through the form', () => {
  const options = {
    cpus: 16,
    capabilities: ['NET_ADMIN', 'SYS_PTRACE'],
    init: true,
    runtime: 'nvidia',
    tmpfs: [{ target: '/scratch', sizeMiB: 4096 }],
    ulimits: { nofile: { soft: 1024 } },
  };
  expect(optionsOf(valuesOf(options))).toEqual(options);
});

test('every option of the API has a field with a description', () => {
  expect(optionFields.map(({ name }) => name)).toContain('deviceRequests');
  expect(optionFields.filter(({ description }) => !description)).toEqual([]);
});

test('the error names the field with invalid JSON', () => {
  expect(() => optionsOf({ tmpfs: '[{' })).toThrow('tmpfs is not JSON');
});
