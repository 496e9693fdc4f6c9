import { type ReactNode, useCallback } from 'react';
import type { Host } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useCommandsAction } from '../operations/SameAs';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { CordonForm } from './CordonForm';
import { DrainForm } from './DrainForm';
import { HostDetails } from './HostDetails';
import { LabelForm } from './LabelForm';
import { cordonOperation, removeOperation, uncordonOperation } from './operations';

const t = text.hosts;

/** The actions of a host's menu. */
export function useHostActions(): (host: Host) => Action[] {
  const openDialog = useDialogs();
  const commands = useCommandsAction();
  return useCallback(
    (host) => {
      const { name, status } = host;
      const dialog = (id: string, title: string, content: (close: () => void) => ReactNode): Action => ({
        id,
        title,
        run: () => openDialog(`${title} · ${name}`, content),
      });
      const cordoned = status === 'cordoned' || status === 'draining' || status === 'drained';
      return [
        dialog('details', t.details, () => <HostDetails host={host} />),
        dialog('labels', t.labels, (close) => <LabelForm host={host} close={close} />),
        cordoned
          ? dialog('uncordon', t.uncordon, (close) => (
              <OperationDialog operation={uncordonOperation(name)} submit={t.uncordon} preview close={close}>
                <p>{say(t.uncordonQuestion, { name })}</p>
              </OperationDialog>
            ))
          : dialog('cordon', t.cordon, (close) => <CordonForm name={name} close={close} />),
        dialog('drain', t.drain, (close) => <DrainForm name={name} close={close} />),
        dialog('remove', t.remove, (close) => (
          <OperationDialog operation={removeOperation(name)} submit={t.remove} preview danger close={close}>
            <p>{say(t.removeQuestion, { name })}</p>
          </OperationDialog>
        )),
        commands(name, [cordoned ? uncordonOperation(name) : cordonOperation(name, ''), removeOperation(name)]),
      ];
    },
    [commands, openDialog],
  );
}
