import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { type ContainerChange, changeOperation } from './operations';

interface ConfirmChangeProps {
  change: ContainerChange;
  container: Container;
  close: () => void;
}

export function ConfirmChange({ change, container, close }: ConfirmChangeProps) {
  const { name } = container;
  return (
    <OperationDialog
      operation={changeOperation(change, container)}
      submit={text.actions[change]}
      preview
      danger={change === 'remove'}
      close={close}
    >
      <p>
        {change === 'recreate'
          ? say(text.recreateContainer.question, { name })
          : say(text.removeContainer.question, { name })}
        {change === 'remove' && container.state === 'running' && ` ${text.removeContainer.runs}`}
      </p>
    </OperationDialog>
  );
}
