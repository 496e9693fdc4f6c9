import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { CheckField, TextField } from '../ui/fields';
import { suspendAccount } from './operations';

const t = text.people;

export function SuspendAccount({ name, close }: { name: string; close: () => void }) {
  const [choice, setChoice] = useState({ reason: '', stopContainers: false, endSessions: false });
  const change = (part: Partial<typeof choice>) => setChoice({ ...choice, ...part });
  return (
    <OperationDialog operation={suspendAccount(name, choice)} submit={t.suspend} preview danger close={close}>
      <p>{say(t.suspendQuestion, { name })}</p>
      <TextField label={t.suspendReason} value={choice.reason} onChange={(reason) => change({ reason })} autoFocus />
      <CheckField
        label={t.stopContainers}
        checked={choice.stopContainers}
        onChange={(stopContainers) => change({ stopContainers })}
      />
      <CheckField
        label={t.endSessions}
        checked={choice.endSessions}
        onChange={(endSessions) => change({ endSessions })}
      />
    </OperationDialog>
  );
}
