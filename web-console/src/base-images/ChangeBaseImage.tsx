import { useState } from 'react';
import type { BaseImage } from '../api/model';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { changeOperation } from './operations';

export function ChangeBaseImage({ image, close }: { image: BaseImage; close: () => void }) {
  const [description, setDescription] = useState(image.description);
  const [groups, setGroups] = useState(image.groups.join(' '));
  return (
    <OperationDialog
      operation={changeOperation(image.name, description, groups)}
      submit={text.baseImages.change}
      close={close}
    >
      <TextField label={text.common.description} value={description} onChange={setDescription} />
      <TextField
        label={text.baseImages.columns.groups}
        hint={text.baseImages.groupsHint}
        value={groups}
        onChange={setGroups}
      />
    </OperationDialog>
  );
}
