import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '../api/model';
import type { Owned } from '../live/collections';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { HandOver } from '../people/HandOver';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { recreateFor } from './recreateFor';

/** What administrators can do with a container of another account. */
export function useOwnedContainerActions(): (container: Owned<Container>) => Action[] {
  const openDialog = useDialogs();
  const [, navigate] = useLocation();
  return useCallback(
    ({ id, name, state, account }) => {
      if (account === undefined) return [];
      const { recreate } = text.actions;
      return [
        { id: 'owner', title: text.allContainers.showOwner, run: () => navigate(`/admin/people/${account}`) },
        {
          id: 'hand-over',
          title: text.people.handOver,
          run: () =>
            openDialog(`${text.people.handOver} · ${account}`, (close) => <HandOver name={account} close={close} />),
        },
        {
          id: 'recreate',
          title: recreate,
          disabledReason:
            state === 'lost' ? undefined : say(text.skip.recreate, { name, state: text.containers.states[state] }),
          run: () =>
            openDialog(`${recreate} · ${name}`, (close) => (
              <OperationDialog operation={recreateFor({ account, id, name })} submit={recreate} close={close}>
                <p>{say(text.allContainers.recreateQuestion, { name, account })}</p>
              </OperationDialog>
            )),
        },
      ];
    },
    [navigate, openDialog],
  );
}
