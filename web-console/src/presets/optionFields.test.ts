import { expect, test } from 'vitest';
import { optionFields, optionsOf, valuesOf, wrongOption } from './optionFields';

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

test('the field with invalid JSON has a message and an example, which is valid', () => {
  const jsonFields = optionFields.filter(({ kind }) => kind === 'json');
  expect(jsonFields.length).toBeGreaterThan(0);
  for (const field of jsonFields) {
    expect(wrongOption(field, '[{')).toContain(`Example: ${field.example}`);
    expect(wrongOption(field, field.example), field.name).toBeUndefined();
    expect(field.example, field.name).not.toBe('""');
  }
});
