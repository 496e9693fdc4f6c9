import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useDraft } from '../session/drafts';
import { SelectField, TextField } from '../ui/fields';
import { emptyBaseImage, registerOperation, type SourceKind } from './operations';

const t = text.baseImages;
const kinds = Object.entries(t.kinds) as [SourceKind, string][];

export function BaseImageForm({ close }: { close: () => void }) {
  const [fields, change, clear] = useDraft('base-image', () => emptyBaseImage);
  const promoted = fields.kind === 'promoted';
  const complete = fields.name && fields.reference && (!promoted || fields.account);
  return (
    <OperationDialog
      operation={complete ? registerOperation(fields) : undefined}
      submit={t.add}
      preview
      close={close}
      done={() => {
        clear();
        close();
      }}
    >
      <TextField
        label={t.name}
        placeholder="python:13"
        value={fields.name}
        onChange={(name) => change({ name })}
        required
        autoFocus
      />
      <SelectField label={t.kind} value={fields.kind} options={kinds} onChange={(kind) => change({ kind })} />
      {promoted && (
        <TextField label={t.owner} value={fields.account} onChange={(account) => change({ account })} required />
      )}
      <TextField
        label={promoted ? t.ownerImage : t.reference}
        value={fields.reference}
        onChange={(reference) => change({ reference })}
        required
      />
      {!promoted && <TextField label={t.host} value={fields.host} onChange={(host) => change({ host })} />}
      <TextField
        label={text.common.description}
        value={fields.description}
        onChange={(description) => change({ description })}
      />
      <TextField
        label={t.columns.groups}
        hint={t.groupsHint}
        value={fields.groups}
        onChange={(groups) => change({ groups })}
      />
    </OperationDialog>
  );
}
