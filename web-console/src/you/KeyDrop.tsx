import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button as FileButton } from 'react-aria-components/Button';
import { text } from '../messages/messages';
import { TextField } from '../ui/fields';
import { isPrivateKey, readPublicKeys } from './publicKey';

interface KeyDropProps {
  value: string;
  change: (content: string) => void;
}

/**
 * A field for public keys: paste a line, drop a .pub file, or choose one. A private key empties the field at once, so that the form,
 * whose content may be kept as a draft, never has it.
 */
export function KeyDrop({ value, change }: KeyDropProps) {
  const [dropping, setDropping] = useState(false);
  const [wasPrivate, setWasPrivate] = useState(false);
  const result = value.trim() ? readPublicKeys(value) : undefined;
  const wrong = result && 'wrong' in result ? result.wrong : undefined;
  const enter = (content: string) => {
    const secret = isPrivateKey(content);
    setWasPrivate(secret);
    change(secret ? '' : content);
  };
  const read = async (file: File | undefined) => {
    if (file) enter(await file.text());
  };
  return (
    <DropZone
      className="drop"
      aria-label={text.you.keyDrop}
      data-dropping={dropping || undefined}
      onDropEnter={() => setDropping(true)}
      onDropExit={() => setDropping(false)}
      onDrop={({ items }) => {
        setDropping(false);
        for (const item of items) if (item.kind === 'file') void item.getFile().then(read);
      }}
    >
      <TextField
        label={text.you.keyLine}
        hint={text.you.keyDrop}
        error={wasPrivate ? text.you.keyPrivate : wrong}
        rows={3}
        value={value}
        onChange={enter}
      />
      <FileTrigger acceptedFileTypes={['.pub']} onSelect={(files) => void read(files?.[0])}>
        <FileButton className="button">{text.common.chooseFile}</FileButton>
      </FileTrigger>
    </DropZone>
  );
}
