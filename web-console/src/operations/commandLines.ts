import { addressOf, type Call } from '../api/call';

/** The command line that does the same at the SSH gateway, which is at `gateway`, HOST:PORT. */
export function sshLine(gateway: string, account: string, words: readonly string[]): string {
  const [host, port] = splitAddress(gateway);
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
    words.push('-H', "'Content-Type: application/json'", '-d', quote(JSON.stringify(call.body)));
  }
  words.push(quote(origin + addressOf(call)));
  return words.join(' ');
}

/** HOST and PORT of HOST:PORT, also for [IPv6]:PORT. */
export function splitAddress(address: string): [host: string, port: string] {
  const colon = address.lastIndexOf(':');
  if (colon < 0) return [address, '22'];
  return [address.slice(0, colon).replace(/^\[|\]$/g, ''), address.slice(colon + 1)];
}

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The person's own shell reads the line first, then the SSH gateway. */
function quoteTwice(word: string): string {
  const once = quote(word);
  return once === word ? word : quote(once);
}
