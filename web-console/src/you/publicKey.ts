import { text } from '../messages/messages';

const types =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+=*( .*)?$/;

/** What is in each private key of OpenSSH, PEM and PuTTY; the last one is the beginning of OpenSSH's content. */
const privateParts = /PRIVATE KEY|PuTTY-User-Key-File|Private-Lines|b3BlbnNzaC1rZXktdjE/;

export function isPrivateKey(content: string): boolean {
  return privateParts.test(content);
}

/** The public keys in a pasted text or a file, or why it has none. The server checks them again. */
export function readPublicKeys(content: string): { keys: string[] } | { wrong: string } {
  if (isPrivateKey(content)) return { wrong: text.you.keyPrivate };
  const lines = content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'));
  if (lines.length === 0 || !lines.every((line) => types.test(line))) return { wrong: text.you.keyInvalid };
  return { keys: lines };
}

/** The comment of a key's line, by which people know it. */
export function commentOf(line: string): string {
  return line.split(' ').slice(2).join(' ');
}
