import { useLocation } from 'wouter';
import { useAbout, useContainers } from '../api/lists';
import { changeOperation } from '../containers/operations';
import { say, text } from '../messages/messages';
import { sshLine } from '../operations/commandLines';
import { eachLimited, useRun } from '../operations/useOperations';
import { useSession } from '../session/SessionContext';
import { copyText } from '../ui/clipboard';
import { type TypedCommand, readCommand } from './typedCommand';
import type { PaletteEntry } from './usePaletteEntries';

const maxConcurrent = 4;

/** The entry for a command line of the shell with arguments; undefined if it is none. */
export function useTypedEntry(typed: string): PaletteEntry | undefined {
  const { account } = useSession();
  const containers = useContainers().data?.items ?? [];
  const gateway = useAbout().data?.sshGateway;
  const [, navigate] = useLocation();
  const run = useRun();
  const command = readCommand(typed, containers);
  const entry = (title: string, action: () => void): PaletteEntry => ({
    id: 'typed',
    title,
    words: typed,
    run: action,
  });
  const entryOf = (read: TypedCommand): PaletteEntry | undefined => {
    switch (read.kind) {
      case 'create':
        return entry(say(text.palette.create, { command: typed.trim() }), () =>
          navigate('/new', { state: read.fields }),
        );
      case 'change': {
        const name = read.containers.map((container) => container.name).join(', ');
        return entry(say(text.actions.of, { action: text.actions[read.change], name }), () => {
          void eachLimited(read.containers, maxConcurrent, (each) => run(changeOperation(read.change, each)));
        });
      }
      case 'copy': {
        if (!gateway) return undefined;
        const line = sshLine(gateway, account, read.words);
        return entry(say(text.palette.shellOnly, { command: line }), () => void copyText(line));
      }
    }
  };
  return command && entryOf(command);
}
