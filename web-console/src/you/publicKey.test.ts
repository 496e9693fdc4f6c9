import { expect, test } from 'vitest';
import { isPrivateKey, readPublicKeys } from './publicKey';

test('a .pub file with several lines is read', () => {
  expect(readPublicKeys('# laptop\nssh-ed25519 AAAAC3Nza alice@laptop\nssh-rsa AAAAB3Nza==\n')).toEqual({
    keys: ['ssh-ed25519 AAAAC3Nza alice@laptop', 'ssh-rsa AAAAB3Nza=='],
  });
});

test('a private key is rejected with a warning', () => {
  const result = readPublicKeys('-----BEGIN OPENSSH PRIVATE KEY-----\nabc');
  expect('wrong' in result && result.wrong).toContain('private key');
});

test.each([
  '-----BEGIN RSA PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU',
  'PuTTY-User-Key-File-3: ssh-ed25519',
  'Private-Lines: 1',
])('%s is part of a private key', (content) => {
  expect(isPrivateKey(content)).toBe(true);
});

test('a public key is not private', () => {
  expect(isPrivateKey('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI private-laptop')).toBe(false);
});

test('options before a key are rejected', () => {
  expect('wrong' in readPublicKeys('no-pty ssh-ed25519 AAAA')).toBe(true);
});
