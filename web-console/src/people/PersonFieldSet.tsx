import { useLiveQuery } from '../api/lists';
import { call } from '../api/call';
import { text } from '../messages/messages';
import { SelectField, TextField } from '../ui/fields';
import type { PersonFields } from './operations';

interface PersonFieldSetProps {
  fields: PersonFields;
  change: (part: Partial<PersonFields>) => void;
}

const t = text.people;

/** What can be changed of an account, also when it is created. */
export function PersonFieldSet({ fields, change }: PersonFieldSetProps) {
  const groups = useLiveQuery(['live', 'groups'], call('get', '/v1/catalog/groups')).data?.items ?? [];
  const names = groups.map((group) => group.name).filter((name) => name !== 'everybody');
  return (
    <>
      <div className="field-row">
        <TextField
          label={t.displayName}
          value={fields.displayName}
          onChange={(displayName) => change({ displayName })}
        />
        <TextField label={t.email} type="email" value={fields.email} onChange={(email) => change({ email })} />
      </div>
      <div className="field-row">
        <SelectField
          label={t.group}
          value={fields.group}
          options={[['', t.noGroup], ...names.map((name) => [name, name] as const)]}
          onChange={(group) => change({ group })}
        />
        <SelectField
          label={t.role}
          value={fields.role}
          options={[
            ['user', t.roles.user],
            ['administrator', t.roles.administrator],
          ]}
          onChange={(role) => change({ role })}
        />
        <TextField
          label={t.expires}
          hint={t.expiresHint}
          type="date"
          value={fields.expires}
          onChange={(expires) => change({ expires })}
        />
      </div>
    </>
  );
}
