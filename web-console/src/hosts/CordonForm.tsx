import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { cordonOperation } from './operations';

export function CordonForm({ name, close }: { name: string; close: () => void }) {
  const [reason, setReason] = useState('');
  const t = text.hosts;
  return (
    <OperationDialog operation={cordonOperation(name, reason)} submit={t.cordon} preview close={close}>
      <p>{say(t.cordonQuestion, { name })}</p>
      <TextField label={text.common.reason} hint={t.reasonHint} value={reason} onChange={setReason} autoFocus />
    </OperationDialog>
  );
}
