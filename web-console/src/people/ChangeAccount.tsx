import { useState } from 'react';
import { call } from '../api/call';
import type { User } from '../api/model';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { PersonFieldSet } from './PersonFieldSet';
import { type PersonFields, changeAccount, emptyPerson, lastDayOf } from './operations';

export function ChangeAccount({ person, close }: { person: User; close: () => void }) {
  const [fields, setFields] = useState<PersonFields>(() => ({
    ...emptyPerson,
    name: person.name,
    displayName: person.displayName,
    email: person.email ?? '',
    group: person.group ?? '',
    role: person.role,
    expires: lastDayOf(person.expiresAt),
  }));
  const ifMatch = useTag(call('get', '/v1/users/{name}', { path: { name: person.name } }));
  return (
    <OperationDialog
      operation={changeAccount(person.name, fields, ifMatch)}
      submit={text.people.change}
      preview
      close={close}
    >
      <PersonFieldSet fields={fields} change={(part) => setFields({ ...fields, ...part })} />
    </OperationDialog>
  );
}
