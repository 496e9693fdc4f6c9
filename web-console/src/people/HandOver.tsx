import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Answer } from '../ui/Answer';
import { SelectField, TextField } from '../ui/fields';
import { AccountField } from './AccountField';
import { type HandOverChoice, handOver } from './operations';
import { useHoldings } from './queries';

const t = text.people;

/** Transfers a container, an image or everything to another account. */
export function HandOver({ name, close }: { name: string; close: () => void }) {
  const holdings = useHoldings(name);
  const [what, setWhat] = useState('');
  const [to, setTo] = useState('');
  const [as, setAs] = useState('');
  const chosen = readChoice(what, holdings.data?.containers ?? []);
  return (
    <OperationDialog
      operation={chosen && to ? handOver(name, chosen, to, as) : undefined}
      submit={t.handOver}
      danger={chosen?.kind === 'all'}
      close={close}
    >
      <Answer query={holdings}>
        {({ containers, images }) => (
          <SelectField
            label={t.handOverWhat}
            value={what}
            options={[
              ['', ''],
              ...containers.map(
                ({ id, name: of }) => [`container ${id}`, say(t.handOverContainer, { name: of })] as const,
              ),
              ...images.map(({ name: of }) => [`image ${of}`, say(t.handOverImage, { name: of })] as const),
              ['all', t.handOverAll],
            ]}
            onChange={setWhat}
          />
        )}
      </Answer>
      {chosen && <p className="note">{t.handOverEffect[chosen.kind]}</p>}
      <AccountField label={t.handOverTo} value={to} onChange={setTo} except={name} />
      {chosen && chosen.kind !== 'all' && (
        <TextField label={t.handOverAs} hint={t.handOverAsHint} value={as} onChange={setAs} />
      )}
    </OperationDialog>
  );
}

function readChoice(what: string, containers: readonly { id: string; name: string }[]): HandOverChoice | undefined {
  if (what === 'all') return { kind: 'all' };
  const [kind, of] = what.split(' ');
  if (of === undefined || (kind !== 'container' && kind !== 'image')) return undefined;
  return { kind, of, title: containers.find(({ id }) => id === of)?.name ?? of };
}
