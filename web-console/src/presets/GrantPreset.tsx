import { useState } from 'react';
import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { grantOperation, type GrantOwner } from '../grants/operations';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { usePeople } from '../people/queries';
import { SelectField, TextField } from '../ui/fields';

/** Grants a preset to an account or a group. */
export function GrantPreset({ preset, close }: { preset: string; close: () => void }) {
  const people = usePeople().data?.items ?? [];
  const groups = useLiveQuery(['live', 'groups'], call('get', '/v1/catalog/groups')).data?.items ?? [];
  const [to, setTo] = useState('');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const [kind, name] = to.split(' ');
  const owner: GrantOwner | undefined =
    name !== undefined && (kind === 'account' || kind === 'group') ? { kind, name } : undefined;
  const t = text.grants;
  return (
    <OperationDialog
      operation={owner && grantOperation(owner, preset, until, note)}
      submit={t.add}
      preview
      close={close}
    >
      <SelectField
        label={text.people.columns.name}
        value={to}
        options={[
          ['', ''],
          ...groups.map((group) => [`group ${group.name}`, `${text.people.group}: ${group.name}`] as const),
          ...people.map((person) => [`account ${person.name}`, person.name] as const),
        ]}
        onChange={setTo}
      />
      <TextField label={t.until} hint={t.untilHint} type="date" value={until} onChange={setUntil} />
      <TextField label={t.note} value={note} onChange={setNote} />
    </OperationDialog>
  );
}
