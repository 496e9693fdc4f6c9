import { useState } from 'react';
import { text } from '../messages/messages';
import { quote } from '../operations/commandLines';
import { Button } from '../ui/Button';
import { Command } from '../ui/Command';
import { TextField } from '../ui/fields';

/** An invitation contains a secret, which only the launcher on the server creates. */
export function InviteHost({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  const t = text.hosts;
  return (
    <>
      <p>{t.inviteHint}</p>
      <TextField label={t.inviteName} value={name} onChange={setName} autoFocus />
      {name && (
        <>
          <Command value={`dcm host invite ${quote(name)}`} />
          <br />
          <Command value="dcm host join" />
        </>
      )}
      <div className="buttons">
        <Button onClick={close}>{text.common.close}</Button>
      </div>
    </>
  );
}
