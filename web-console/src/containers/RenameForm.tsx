import { useState } from 'react';
import type { Container } from '../api/model';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { renameOperation } from './operations';

export function RenameForm({ container, close }: { container: Container; close?: () => void }) {
  const [name, setName] = useState(container.name);
  const operation = name && name !== container.name ? renameOperation(container, name) : undefined;
  return (
    <OperationDialog operation={operation} submit={text.actions.rename} preview close={close}>
      <TextField
        label={text.renameContainer.label}
        hint={text.renameContainer.hint}
        value={name}
        onChange={setName}
        autoFocus={close !== undefined}
      />
    </OperationDialog>
  );
}
