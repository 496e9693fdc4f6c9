import { useState } from 'react';
import type { Host } from '../api/model';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { labelOperation } from './operations';

export function LabelForm({ host, close }: { host: Host; close: () => void }) {
  const [labels, setLabels] = useState(host.labels.join(' '));
  const t = text.hosts;
  return (
    <OperationDialog
      operation={labelOperation(host, labels.split(/[\s,]+/).filter(Boolean))}
      submit={text.common.save}
      preview
      close={close}
    >
      <TextField label={t.labels} hint={t.labelsHint} value={labels} onChange={setLabels} autoFocus />
    </OperationDialog>
  );
}
