import { useState } from 'react';
import { useHosts } from '../api/lists';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Answer } from '../ui/Answer';
import { SelectField } from '../ui/fields';
import { HoldingList } from './HoldingList';
import { moveHomes } from './operations';
import { useHoldings } from './queries';

const t = text.people;

/** Moves the home directories of an account, and its containers with them, to another host. */
export function MoveHomes({ name, close }: { name: string; close: () => void }) {
  const holdings = useHoldings(name);
  const hosts = useHosts().data?.items ?? [];
  const [host, setHost] = useState('');
  return (
    <OperationDialog operation={host ? moveHomes(name, host) : undefined} submit={t.moveHomes} danger close={close}>
      <p>{say(t.moveQuestion, { name })}</p>
      <Answer query={holdings}>
        {({ account, containers }) => (
          <HoldingList holdings={{ account, containers, images: [] }} intro={t.moveRecreates} />
        )}
      </Answer>
      <SelectField
        label={t.moveTo}
        value={host}
        options={[['', ''], ...hosts.map((each) => [each.name, each.name] as const)]}
        onChange={setHost}
      />
    </OperationDialog>
  );
}
