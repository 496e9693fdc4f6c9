import { type ReactNode, useCallback } from 'react';
import { useLocation } from 'wouter';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useCommandsAction } from '../operations/SameAs';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { ChangeAccount } from './ChangeAccount';
import { HandOver } from './HandOver';
import { MoveHomes } from './MoveHomes';
import { RemoveAccount } from './RemoveAccount';
import { ResetPassword } from './ResetPassword';
import { SignInBinding } from './SignInBinding';
import { SuspendAccount } from './SuspendAccount';
import { accountState } from './accountState';
import { removeAccount, resetPassword, resumeAccount, suspendAccount } from './operations';

const t = text.people;

/** The actions of an account's menu. */
export function usePersonActions(): (person: User) => Action[] {
  const openDialog = useDialogs();
  const commands = useCommandsAction();
  const [, navigate] = useLocation();
  return useCallback(
    (person) => {
      const { name } = person;
      const state = accountState(person);
      const dialog = (id: string, title: string, content: (close: () => void) => ReactNode): Action => ({
        id,
        title,
        disabledReason: state === 'removed' || (state === 'removing' && id !== 'remove') ? t.states[state] : undefined,
        run: () => openDialog(`${title} · ${name}`, content),
      });
      return [
        { id: 'show', title: text.common.show, run: () => navigate(`/admin/people/${name}`) },
        dialog('change', t.change, (close) => <ChangeAccount person={person} close={close} />),
        state === 'suspended'
          ? dialog('resume', t.resume, (close) => (
              <OperationDialog operation={resumeAccount(name)} submit={t.resume} preview close={close}>
                <p>{say(t.resumeQuestion, { name })}</p>
              </OperationDialog>
            ))
          : dialog('suspend', t.suspend, (close) => <SuspendAccount name={name} close={close} />),
        dialog('password', t.resetPassword, (close) => <ResetPassword name={name} close={close} />),
        dialog('hand-over', t.handOver, (close) => <HandOver name={name} close={close} />),
        dialog('sign-in', t.rebind, (close) => <SignInBinding person={person} close={close} />),
        dialog('move', t.moveHomes, (close) => <MoveHomes name={name} close={close} />),
        dialog('remove', t.remove, (close) => <RemoveAccount name={name} close={close} />),
        commands(name, [
          state === 'suspended'
            ? resumeAccount(name)
            : suspendAccount(name, { reason: '', stopContainers: false, endSessions: false }),
          resetPassword(name),
          removeAccount(name, '', ''),
        ]),
      ];
    },
    [commands, navigate, openDialog],
  );
}
