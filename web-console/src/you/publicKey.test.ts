import { expect, test } from 'vitest';
import { readPublicKeys } from './publicKey';

test('a .pub file with several lines is read', () => {
  expect(readPublicKeys('# laptop\nssh-ed25519 AAAAC3Nza alice@laptop\nssh-rsa AAAAB3Nza==\n')).toEqual({
    keys: ['ssh-ed25519 AAAAC3Nza alice@laptop', 'ssh-rsa AAAAB3Nza=='],
  });
});

test('a private key is rejected with a warning', () => {
  const result = readPublicKeys('-----BEGIN OPENSSH PRIVATE KEY-----\nabc');
  expect('wrong' in result && result.wrong).toContain('private key');
});

test('options before a key are rejected', () => {
  expect('wrong' in readPublicKeys('no-pty ssh-ed25519 AAAA')).toBe(true);
});
