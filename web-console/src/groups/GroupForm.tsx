import { useState } from 'react';
import { call } from '../api/call';
import type { Group } from '../api/model';
import { LimitsFields } from '../limits/LimitsFields';
import { fieldsOf, limitOptions, limitsOf } from '../limits/limits';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { TextField } from '../ui/fields';

const t = text.groups;

/** Adds a group, or changes an existing one. */
export function GroupForm({ group, close }: { group?: Group; close: () => void }) {
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [limits, setLimits] = useState(() => fieldsOf(group?.quota ?? {}));
  const ifMatch = useTag(
    group && call('get', '/v1/catalog/groups/{name}', { path: { name: group.name } }),
    (now) => now.description === group?.description && JSON.stringify(now.quota) === JSON.stringify(group.quota),
  );
  const quota = limitsOf(limits);
  return (
    <OperationDialog
      operation={
        name
          ? {
              title: say(text.actions.of, { action: group ? t.change : text.common.add, name }),
              shell: ['group', 'set', name, '--description', description, ...limitOptions(quota)],
              call: call('put', '/v1/catalog/groups/{name}', { path: { name }, body: { description, quota }, ifMatch }),
            }
          : undefined
      }
      submit={group ? t.change : t.add}
      preview
      close={close}
    >
      {!group && <TextField label={text.common.name} value={name} onChange={setName} autoFocus required />}
      <TextField label={text.common.description} value={description} onChange={setDescription} />
      <LimitsFields fields={limits} change={setLimits} />
    </OperationDialog>
  );
}
