import { addressOf, type Call } from '../api/call';
import type { SshGateway } from '../api/model';
import { bodyOf } from '../api/send';

/** The command line that does the same at the SSH gateway. */
export function sshLine({ host, port }: SshGateway, account: string, words: readonly string[]): string {
  return `ssh -p ${port} ${account}@${host} ${words.map(quoteTwice).join(' ')}`;
}

/** The command line that does the same with curl; $T holds the header with an access token. */
export function curlLine(origin: string, call: Call): string {
  const words = ['curl', '-H', '"$T"'];
  if (call.method !== 'get' && !(call.method === 'post' && call.body !== undefined)) {
    words.push('-X', call.method.toUpperCase());
  }
  for (const [name, value] of Object.entries(call.headers ?? {})) words.push('-H', quote(`${name}: ${value}`));
  if (call.body !== undefined) {
    // -d removes the ends of lines.
    const option = call.contentType === undefined ? '-d' : '--data-binary';
    words.push('-H', quote(`Content-Type: ${call.contentType ?? 'application/json'}`), option, quote(bodyOf(call)));
  }
  words.push(quote(origin + addressOf(call)));
  return words.join(' ');
}

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The user's own shell reads the line first, then the SSH gateway. */
function quoteTwice(word: string): string {
  const once = quote(word);
  return once === word ? word : quote(once);
}
