import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '../api/model';
import { text } from '../messages/messages';
import { useCommandsAction } from '../operations/SameAs';
import { useRun } from '../operations/useOperations';
import { connectCommands, terminalPage } from '../terminal/terminals';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { ConfirmChange } from './ConfirmChange';
import { CommitForm } from './CommitForm';
import { RenameForm } from './RenameForm';
import { type ContainerChange, changeOperation, changes, handleOf, skipReason } from './operations';

const confirmed: ReadonlySet<ContainerChange> = new Set<ContainerChange>(['remove', 'recreate']);

/** The actions of a container's menu. Those that delete something ask first. */
export function useContainerActions(): (container: Container) => Action[] {
  const run = useRun();
  const commands = useCommandsAction();
  const openDialog = useDialogs();
  const [, navigate] = useLocation();
  return useCallback(
    (container) => {
      const title = (action: string) => `${action} · ${container.name}`;
      const change = (each: ContainerChange): Action => ({
        id: each,
        title: text.actions[each],
        disabledReason: skipReason(each, container),
        run: () => {
          if (!confirmed.has(each)) void run(changeOperation(each, container));
          else
            openDialog(title(text.actions[each]), (close) => (
              <ConfirmChange change={each} container={container} close={close} />
            ));
        },
      });
      return [
        { id: 'show', title: text.common.show, run: () => navigate(`/containers/${handleOf(container)}`) },
        {
          id: 'terminal',
          title: text.terminal.action,
          run: () => navigate(terminalPage(handleOf(container))),
        },
        ...changes.filter((each) => each !== 'recreate' || container.state === 'lost').map(change),
        {
          id: 'rename',
          title: text.actions.rename,
          run: () =>
            openDialog(title(text.actions.rename), (close) => <RenameForm container={container} close={close} />),
        },
        {
          id: 'commit',
          title: text.actions.commit,
          run: () =>
            openDialog(title(text.actions.commit), (close) => <CommitForm container={container} close={close} />),
        },
        commands(container.name, [
          connectCommands(container, 'root'),
          ...changes
            .filter((each) => skipReason(each, container) === undefined)
            .map((each) => changeOperation(each, container)),
        ]),
      ];
    },
    [commands, navigate, openDialog, run],
  );
}
