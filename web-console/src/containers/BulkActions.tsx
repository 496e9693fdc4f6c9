import type { Container } from '../api/model';
import { count, say, text } from '../messages/messages';
import type { ListState } from '../table/listState';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { BulkDialog } from './BulkDialog';
import { type ContainerChange, changes } from './operations';

interface BulkActionsProps {
  containers: readonly Container[];
  visible: readonly Container[];
  list: ListState;
}

/** Actions on the rows that are selected and visible. */
export function BulkActions({ containers, visible, list }: BulkActionsProps) {
  const openDialog = useDialogs();
  const chosen = visible.filter((container) => list.selected.has(container.id));
  const hidden = containers.filter((container) => list.selected.has(container.id)).length - chosen.length;
  if (chosen.length + hidden === 0) return null;
  const ask = (change: ContainerChange) =>
    openDialog(
      say(text.actions.of, { action: text.actions[change], name: count(chosen.length, text.operation.bulkTitle) }),
      (close) => (
        <BulkDialog change={change} containers={chosen} close={close} done={() => list.setSelected(new Set())} />
      ),
    );
  return (
    <div className="bulk">
      <strong>{say(text.table.selected, { n: chosen.length })}</strong>
      {hidden > 0 && <span>{count(hidden, text.operation.hiddenSelected)}</span>}
      {changes.map((change) => (
        <Button
          key={change}
          kind={change === 'remove' ? 'danger' : 'plain'}
          disabled={chosen.length === 0}
          onClick={() => ask(change)}
        >
          {text.actions[change]}
        </Button>
      ))}
    </div>
  );
}
