// The form of a new container, and the request that it makes.
import type { CreateRequest } from '../api/model';
import { say, text } from '../messages/messages';
import { splitWords } from './splitWords';

/** What the fields contain. */
export interface CreateFields {
  image: string;
  name: string;
  count: string;
  namePattern: string;
  cpus: string;
  memoryMiB: string;
  ports: string;
  environment: string;
  command: string;
  workingDirectory: string;
  timeZone: string;
  preset: string;
  host: string;
  on: string;
}

export const emptyFields: CreateFields = {
  image: '',
  name: '',
  count: '1',
  namePattern: '',
  cpus: '',
  memoryMiB: '',
  ports: '',
  environment: '',
  command: '',
  workingDirectory: '',
  timeZone: '',
  preset: '',
  host: '',
  on: '',
};

export class InvalidFieldsError extends Error {}

/** The request of a form. Fails with an InvalidFieldsError that names the wrong field. Empty fields are left out. */
export function requestOf(fields: CreateFields): CreateRequest {
  const count = number(fields.count);
  const several = count !== undefined && count > 1;
  const ports = words(fields.ports).map(portOf);
  const command = commandOf(fields.command);
  const environment = environmentOf(fields.environment);
  return {
    image: fields.image.trim(),
    ...(several ? { count } : optional('name', fields.name)),
    ...(several && optional('namePattern', fields.namePattern)),
    ...defined('cpus', number(fields.cpus)),
    ...defined('memoryMiB', number(fields.memoryMiB)),
    ...(ports.length > 0 && { ports }),
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(command.length > 0 && { command }),
    ...optional('workingDirectory', fields.workingDirectory),
    ...optional('timeZone', fields.timeZone),
    ...optional('preset', fields.preset),
    ...optional('host', fields.host),
    ...(words(fields.on).length > 0 && { on: words(fields.on) }),
  };
}

/** The command of the shell that makes the same request. */
export function shellOf(request: CreateRequest): string[] {
  const option = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, String(value)];
  return [
    'create',
    request.image,
    ...option('name', request.name),
    ...option('count', request.count),
    ...option('names', request.namePattern),
    ...option('cpus', request.cpus),
    ...option('memory', request.memoryMiB),
    ...(request.ports ?? []).flatMap((port) => ['-p', String(port)]),
    ...Object.entries(request.environment ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...option('workdir', request.workingDirectory),
    ...option('time-zone', request.timeZone),
    ...option('preset', request.preset),
    ...option('host', request.host),
    ...(request.on ? ['--on', request.on.map(String).join(',')] : []),
    ...(request.command ? ['--', ...request.command] : []),
  ];
}

function optional<N extends string>(name: N, value: string): Partial<Record<N, string>> {
  return value.trim() ? ({ [name]: value.trim() } as Record<N, string>) : {};
}

function defined<N extends string>(name: N, value: number | undefined): Partial<Record<N, number>> {
  return value === undefined ? {} : ({ [name]: value } as Record<N, number>);
}

function words(value: string): string[] {
  return value.split(/[\s,]+/).filter(Boolean);
}

function number(value: string): number | undefined {
  if (!value.trim()) return undefined;
  const parsed = Number(value);
  if (!Number.isFinite(parsed)) throw new InvalidFieldsError(say(text.create.badNumber, { value }));
  return parsed;
}

function portOf(port: string): number | string {
  const [, digits, protocol] = /^(\d{1,5})(\/(?:tcp|udp))?$/.exec(port) ?? [];
  const value = Number(digits);
  if (digits === undefined || value < 1 || value > 65535) {
    throw new InvalidFieldsError(say(text.create.badPort, { port }));
  }
  return protocol === undefined ? value : port;
}

function environmentOf(lines: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [index, line] of lines.split('\n').entries()) {
    if (!line.trim()) continue;
    const equals = line.indexOf('=');
    if (equals < 1) throw new InvalidFieldsError(say(text.create.badEnvironment, { line: index + 1 }));
    environment[line.slice(0, equals).trim()] = line.slice(equals + 1);
  }
  return environment;
}

function commandOf(line: string): string[] {
  const split = splitWords(line);
  if (!split) throw new InvalidFieldsError(text.create.openQuote);
  return split;
}
