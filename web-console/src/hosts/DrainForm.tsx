import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { drainOperation } from './operations';

export function DrainForm({ name, close }: { name: string; close: () => void }) {
  const [at, setAt] = useState('');
  const [reason, setReason] = useState('');
  const t = text.hosts;
  return (
    <OperationDialog
      operation={at ? drainOperation(name, at, reason) : undefined}
      submit={t.drain}
      preview
      danger
      close={close}
    >
      <p>{say(t.drainQuestion, { name })}</p>
      <TextField label={t.drainAt} hint={t.drainAtHint} type="datetime-local" value={at} onChange={setAt} autoFocus />
      <TextField label={text.common.reason} hint={t.reasonHint} value={reason} onChange={setReason} />
    </OperationDialog>
  );
}
