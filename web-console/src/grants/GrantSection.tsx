import { useState } from 'react';
import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Section } from '../ui/Page';
import { SelectField, TextField } from '../ui/fields';
import { formatEnd, formatTime } from '../ui/format';
import { type GrantOwner, grantOperation, revokeOperation } from './operations';

interface GrantSectionProps {
  owner: GrantOwner;
  grants: User['grants'];
}

const t = text.grants;

/** The presets that an account or the members of a group may use. */
export function GrantSection({ owner, grants }: GrantSectionProps) {
  const openDialog = useDialogs();
  return (
    <Section
      title={t.title}
      aside={
        <Button onClick={() => openDialog(t.add, (close) => <AddGrant owner={owner} close={close} />)}>{t.add}</Button>
      }
    >
      {grants.length === 0 && <p className="note">{t.none}</p>}
      <ul className="bare">
        {grants.map(({ preset, until, note, grantedBy, grantedAt }) => (
          <li key={preset}>
            <strong>{preset}</strong> · {text.common.until}: {until ? formatEnd(until) : text.you.untilEver} ·{' '}
            {say(t.by, { actor: grantedBy, at: formatTime(grantedAt) })} {note && `· ${note}`}
            <Button
              kind="quiet"
              aria-label={`${t.revoke} ${preset}`}
              onClick={() =>
                openDialog(t.revoke, (close) => (
                  <OperationDialog
                    operation={revokeOperation(owner, preset)}
                    submit={t.revoke}
                    preview
                    danger
                    close={close}
                  >
                    <p>{say(t.revokeQuestion, { preset, name: owner.name })}</p>
                  </OperationDialog>
                ))
              }
            >
              {t.revoke}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function AddGrant({ owner, close }: { owner: GrantOwner; close: () => void }) {
  const presets = useLiveQuery(['live', 'presets'], call('get', '/v1/catalog/presets')).data?.items ?? [];
  const [preset, setPreset] = useState('');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const names = presets.filter((each) => !each.retired).map((each) => each.name);
  return (
    <OperationDialog
      operation={preset ? grantOperation(owner, preset, until, note) : undefined}
      submit={t.add}
      preview
      close={close}
    >
      <SelectField
        label={t.preset}
        value={preset}
        options={[['', ''], ...names.map((name) => [name, name] as const)]}
        onChange={setPreset}
      />
      <TextField label={t.until} hint={t.untilHint} type="date" value={until} onChange={setUntil} />
      <TextField label={t.note} value={note} onChange={setNote} />
    </OperationDialog>
  );
}
