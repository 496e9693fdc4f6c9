import { useState } from 'react';
import { call } from '../api/call';
import type { BaseImage } from '../api/model';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { TextField } from '../ui/fields';
import { changeOperation } from './operations';

export function ChangeBaseImage({ image, close }: { image: BaseImage; close: () => void }) {
  const [description, setDescription] = useState(image.description);
  const [groups, setGroups] = useState(image.groups.join(' '));
  const ifMatch = useTag(call('get', '/v1/catalog/images/{name}', { path: { name: image.name } }));
  return (
    <OperationDialog
      operation={changeOperation(image.name, description, groups, ifMatch)}
      submit={text.baseImages.change}
      preview
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
