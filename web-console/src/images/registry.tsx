// Registries from which images are pulled, and to which they are pushed.
import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { text } from '../messages/messages';
import { TextField } from '../ui/fields';

const t = text.registry;

/** Where an image is in a registry, and the user's own credentials there, which nothing keeps. */
export interface RegistryFields {
  reference: string;
  username: string;
  password: string;
}

export const emptyRegistryFields: RegistryFields = { reference: '', username: '', password: '' };

export function RegistryFieldSet({
  fields,
  change,
  push,
}: {
  fields: RegistryFields;
  change: (part: Partial<RegistryFields>) => void;
  push?: boolean;
}) {
  const registries = useLiveQuery(['live', 'registries'], call('get', '/v1/registries')).data?.items;
  const usable = registries?.filter(({ pullOnly }) => !(push && pullOnly));
  const insecure = usable?.find(({ name, plainHttp }) => plainHttp && fields.reference.startsWith(`${name}/`));
  return (
    <>
      <TextField
        label={t.reference}
        hint={usable && usable.length === 0 ? t.none : t.referenceHint}
        placeholder="registry.example/lab/tools:1"
        suggestions={usable?.map(({ name }) => `${name}/`) ?? []}
        value={fields.reference}
        onChange={(reference) => change({ reference })}
        required
      />
      {insecure && <p className="warning">{t.plainHttp}</p>}
      <div className="field-row">
        <TextField
          label={t.username}
          hint={t.usernameHint}
          value={fields.username}
          onChange={(username) => change({ username })}
        />
        <TextField
          label={t.password}
          hint={t.passwordHint}
          type="password"
          value={fields.password}
          onChange={(password) => change({ password })}
        />
      </div>
    </>
  );
}

/** The fields of a request; none for an anonymous one. */
export function credentialsOf({ username, password }: RegistryFields): { username?: string; password?: string } {
  return username ? { username, password } : {};
}

/** The options of the shell, which reads the password from its standard input. */
export function loginOptions({ username }: RegistryFields): string[] {
  return username ? ['--username', username, '--password-stdin'] : [];
}
