import { useState } from 'react';
import { call } from '../api/call';
import type { Account } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { OperationDialog } from '../operations/OperationDialog';
import { useDraft } from '../session/drafts';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Section } from '../ui/Page';
import { CheckField } from '../ui/fields';
import { KeyDrop } from './KeyDrop';
import { commentOf, readPublicKeys } from './publicKey';

type Key = Account['keys'][number];

export function KeySection({ keys }: { keys: readonly Key[] }) {
  const openDialog = useDialogs();
  const t = text.you;
  return (
    <Section
      title={t.keys}
      aside={
        <Button onClick={() => openDialog(text.keyActions.add, (close) => <AddKey close={close} />)}>
          {text.keyActions.add}
        </Button>
      }
    >
      <p className="note">{t.keysHint}</p>
      {keys.length === 0 && <p className="warning">{t.noKeys}</p>}
      <ul className="bare">
        {keys.map((key) => (
          <li key={key.fingerprint}>
            <code>{key.fingerprint}</code> {commentOf(key.line)}{' '}
            <Button
              kind="quiet"
              aria-label={`${text.keyActions.remove} ${commentOf(key.line) || key.fingerprint}`}
              onClick={() => openDialog(text.keyActions.remove, (close) => <RemoveKey of={key} close={close} />)}
            >
              {text.common.remove}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AddKey({ close }: { close: () => void }) {
  const [draft, change, clear] = useDraft('add-key', () => ({ content: '' }));
  const read = readPublicKeys(draft.content);
  const operation: Operation | undefined =
    'keys' in read
      ? {
          title: text.keyActions.add,
          shell: ['keys', 'add', ...read.keys],
          call: call('post', '/v1/me/keys', { body: { keys: read.keys } }),
        }
      : undefined;
  return (
    <OperationDialog
      operation={operation}
      submit={text.keyActions.add}
      preview
      close={close}
      done={() => {
        clear();
        close();
      }}
    >
      <KeyDrop value={draft.content} change={(content) => change({ content })} />
    </OperationDialog>
  );
}

function RemoveKey({ of, close }: { of: Key; close: () => void }) {
  const [endSessions, setEndSessions] = useState(false);
  const { fingerprint } = of;
  const operation: Operation = {
    title: text.keyActions.remove,
    shell: ['keys', 'rm', fingerprint, ...(endSessions ? ['--end-sessions'] : [])],
    call: call('delete', '/v1/me/keys', { query: { fingerprint, endSessions } }),
  };
  return (
    <OperationDialog operation={operation} submit={text.keyActions.remove} preview danger close={close}>
      <p>{say(text.keyActions.removeQuestion, { key: commentOf(of.line) || fingerprint })}</p>
      <CheckField label={text.keyActions.endSessions} checked={endSessions} onChange={setEndSessions} />
    </OperationDialog>
  );
}
