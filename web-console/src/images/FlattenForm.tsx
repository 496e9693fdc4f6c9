import { useState } from 'react';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { flattenOperation } from './operations';

export function FlattenForm({ image, close }: { image: Image; close: () => void }) {
  const [message, setMessage] = useState('');
  return (
    <OperationDialog
      operation={flattenOperation(image, message)}
      submit={text.imageActions.flatten}
      preview
      close={close}
    >
      <p>{say(text.imageActions.flattenQuestion, { name: image.ref })}</p>
      <TextField label={text.commitContainer.note} value={message} onChange={setMessage} />
    </OperationDialog>
  );
}
