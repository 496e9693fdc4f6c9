import { addressOf, type Call } from '../api/call';
import type { SshGateway } from '../api/model';
import { bodyOf } from '../api/send';
import type { Commands, FollowUp } from './Operation';

/** The command lines that do the same; without a gateway, only that with curl. */
export function commandLines(
  commands: Commands,
  origin: string,
  account: string,
  gateway: SshGateway | undefined,
): string[] {
  const { shell, interactive, call, file, input, then } = commands;
  const lines: string[] = [];
  if (gateway && shell) {
    const line = sshLine(gateway, account, shell, interactive);
    lines.push(line + (input ? ` < ${quote(input)}` : '') + (file ? ` > ${quote(file)}` : ''));
  }
  if (call) {
    const line = curlLine(origin, call);
    lines.push(file ? `${line} -o ${quote(file)}` : line);
  }
  if (then) lines.push(followUpLine(origin, then));
  return lines;
}

function followUpLine(origin: string, { call, upload }: FollowUp): string {
  if (upload === undefined) return curlLine(origin, call);
  const type = quote(`Content-Type: ${call.contentType ?? 'application/octet-stream'}`);
  // -T sends the file with the method PUT.
  return `curl -H "$T" -H ${type} -T ${quote(upload)} ${quote(origin + addressOf(call))}`;
}

/** The command line that does the same at the SSH gateway. */
export function sshLine(
  { host, port }: SshGateway,
  account: string,
  words: readonly string[],
  interactive = false,
): string {
  return `ssh -p ${port} ${interactive ? '-t ' : ''}${account}@${host} ${words.map(quoteTwice).join(' ')}`;
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
