import { useCallback } from 'react';
import { useAbout } from '../api/lists';
import { text } from '../messages/messages';
import { useSession } from '../session/SessionContext';
import type { Action } from '../ui/ActionMenu';
import { Button } from '../ui/Button';
import { Command } from '../ui/Command';
import { useDialogs } from '../ui/Dialogs';
import type { Commands } from './Operation';
import { commandLines } from './commandLines';

/** The commands that do the same as an operation, to learn them or to write a script. */
export function SameAs({ operation }: { operation: Commands }) {
  return (
    <details className="same-as">
      <summary>{text.operation.sameAs}</summary>
      <CommandList commands={operation} />
    </details>
  );
}

function CommandList({ commands }: { commands: Commands }) {
  const { account } = useSession();
  const gateway = useAbout().data?.sshGateway;
  return (
    <>
      {commandLines(commands, location.origin, account, gateway).map((line) => (
        <Command key={line} value={line} />
      ))}
      {commands.then && <p className="hint">{text.operation.then}</p>}
    </>
  );
}

/** The entry of a menu that shows the commands for the other entries. */
export function useCommandsAction(): (name: string, all: readonly Commands[]) => Action {
  const openDialog = useDialogs();
  return useCallback(
    (name, all) => ({
      id: 'commands',
      title: text.operation.sameAs,
      run: () =>
        openDialog(`${text.operation.sameAs} · ${name}`, (close) => (
          <>
            {all.map((commands) => (
              <section key={commands.title} className="same-as">
                <h3>{commands.title}</h3>
                <CommandList commands={commands} />
              </section>
            ))}
            <div className="buttons">
              <Button onClick={close} autoFocus>
                {text.common.close}
              </Button>
            </div>
          </>
        )),
    }),
    [openDialog],
  );
}
