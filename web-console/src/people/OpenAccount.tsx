import { useState } from 'react';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useDraft } from '../session/drafts';
import { TextField } from '../ui/fields';
import { KeyDrop } from '../you/KeyDrop';
import { readPublicKeys } from '../you/publicKey';
import { PasswordShown } from './PasswordShown';
import { PersonFieldSet } from './PersonFieldSet';
import { emptyPerson, openAccount } from './operations';

const t = text.people;

export function OpenAccount({ close }: { close: () => void }) {
  const [fields, change, clear] = useDraft('open-account', () => emptyPerson);
  const [opened, setOpened] = useState<User>();
  const keys = fields.keys.trim() ? readPublicKeys(fields.keys) : { keys: [] };
  if (opened) {
    return (
      <>
        <p>{say(t.opened, { name: opened.name })}</p>
        <PasswordShown name={opened.name} password={opened.oneTimePassword} close={close} />
      </>
    );
  }
  return (
    <OperationDialog
      operation={fields.name && 'keys' in keys ? openAccount(fields, keys.keys) : undefined}
      submit={t.open}
      preview
      close={close}
      done={(answer) => {
        clear();
        setOpened(answer as User);
      }}
    >
      <TextField
        label={t.nameLabel}
        hint={t.openHint}
        value={fields.name}
        onChange={(name) => change({ name })}
        required
        autoFocus
      />
      <PersonFieldSet fields={fields} change={change} />
      <KeyDrop value={fields.keys} change={(content) => change({ keys: content })} />
    </OperationDialog>
  );
}
