import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { formatNumber } from '../ui/format';
import { cancelMove } from './operations';

const t = text.people;

/** How far the move of an account's home directories is, and a button that cancels it. */
export function MoveProgress({ name, move }: { name: string; move: NonNullable<User['homesMove']> }) {
  const openDialog = useDialogs();
  const { from, to, step, copiedMiB, homeMiB, problem } = move;
  const amounts = { copied: formatNumber(copiedMiB), total: formatNumber(homeMiB) };
  return (
    <>
      {say(t.moving, { from, to })} · {say(t.moveSteps[step], amounts)}{' '}
      <Button
        kind="quiet"
        onClick={() =>
          openDialog(`${t.cancelMove} · ${name}`, (close) => (
            <OperationDialog operation={cancelMove(name)} submit={t.cancelMove} danger close={close}>
              <p>{say(t.cancelMoveQuestion, { from })}</p>
            </OperationDialog>
          ))
        }
      >
        {t.cancelMove}
      </Button>
      {problem && <p className="warning">{problem}</p>}
    </>
  );
}
