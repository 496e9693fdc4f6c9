import type { Container } from '../api/model';
import type { CreateFields } from '../containers/createRequest';
import { type ContainerChange, changes, handleOf } from '../containers/operations';
import { splitWords } from '../containers/splitWords';
import { quote } from '../operations/commandLines';

/** A command line of the shell, as the palette carries it out. */
export type TypedCommand =
  | { kind: 'create'; fields: Partial<CreateFields> }
  | { kind: 'change'; change: ContainerChange; containers: Container[] }
  /** The console has no form for it, so it is copied. */
  | { kind: 'copy'; words: string[] };

const commands = new Set<string>(
  (
    'create show start stop restart pause unpause recreate rm rename commit logs stats top why history connect images ' +
    'flatten rmi lineage push pull export import ports quota whoami presets keys token registry ssh-config'
  ).split(' '),
);

/** Options of `create` with one value, by the field of the form. */
const valueOptions = new Map<string, keyof CreateFields>([
  ['--name', 'name'],
  ['--count', 'count'],
  ['--names', 'namePattern'],
  ['--cpus', 'cpus'],
  ['--memory', 'memoryMiB'],
  ['--workdir', 'workingDirectory'],
  ['--time-zone', 'timeZone'],
  ['--preset', 'preset'],
  ['--host', 'host'],
  ['--on', 'on'],
]);

/** Options of `create` that can be repeated, by the field, and what separates their values there. */
const repeatedOptions = new Map<string, [field: 'ports' | 'environment', separator: string]>([
  ['-p', ['ports', ' ']],
  ['-e', ['environment', '\n']],
]);

/**
 * Reads a command line with arguments. Undefined if it is none, and for the change of one container, which the palette lists with its
 * name.
 */
export function readCommand(line: string, containers: readonly Container[]): TypedCommand | undefined {
  const words = splitWords(line);
  const [command = '', ...args] = words ?? [];
  if (!words || args.length === 0 || !commands.has(command)) return undefined;
  if (command === 'create') {
    const fields = readCreate(args);
    return fields ? { kind: 'create', fields } : { kind: 'copy', words };
  }
  const change = changes.find((each) => each === command && each !== 'remove');
  const named = args.map((word) => containers.find((container) => isNamed(container, word)));
  const known = named.filter((container) => container !== undefined);
  if (known.length < args.length) return { kind: 'copy', words };
  if (args.length === 1) return undefined;
  return change ? { kind: 'change', change, containers: known } : { kind: 'copy', words };
}

function isNamed(container: Container, word: string): boolean {
  return [container.id, container.name, handleOf(container)].includes(word);
}

/** The fields of the form for the arguments of `create`; undefined if the form does not have one of the options. */
function readCreate(args: readonly string[]): Partial<CreateFields> | undefined {
  const fields: Partial<CreateFields> = {};
  const left = [...args];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') {
      fields.command = left.splice(0).map(quote).join(' ');
      continue;
    }
    const [, option = word, attached] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    const field = valueOptions.get(option);
    const repeated = repeatedOptions.get(option);
    if (field) {
      fields[field] = attached ?? left.shift() ?? '';
    } else if (repeated) {
      const [name, separator] = repeated;
      fields[name] = [fields[name], left.shift()].filter((value) => value !== undefined).join(separator);
    } else if (word.startsWith('-') || fields.image !== undefined) {
      return undefined;
    } else {
      fields.image = word;
    }
  }
  return fields;
}
