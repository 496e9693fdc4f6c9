import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useDraft } from '../session/drafts';
import { CheckField, TextField } from '../ui/fields';
import { type CommitChoice, commitOperation } from './operations';

export function CommitForm({ container, close }: { container: Container; close?: () => void }) {
  const [choice, change, clear] = useDraft<CommitChoice>(`commit:${container.id}`, () => ({
    name: container.name,
    tag: '',
    message: '',
    replace: false,
    flatten: false,
  }));
  const t = text.commitContainer;
  return (
    <OperationDialog
      operation={choice.name ? commitOperation(container, choice) : undefined}
      submit={text.actions.commit}
      preview
      close={close}
      done={() => {
        clear();
        close?.();
      }}
    >
      <p>{say(t.question, { name: container.name })}</p>
      <TextField
        label={t.name}
        value={choice.name}
        onChange={(name) => change({ name })}
        autoFocus={close !== undefined}
        required
      />
      <TextField label={t.tag} value={choice.tag} placeholder="latest" onChange={(tag) => change({ tag })} />
      <TextField label={t.note} value={choice.message} onChange={(message) => change({ message })} />
      <CheckField label={t.replace} checked={choice.replace} onChange={(replace) => change({ replace })} />
      <CheckField label={t.flatten} checked={choice.flatten} onChange={(flatten) => change({ flatten })} />
    </OperationDialog>
  );
}
