import { useState } from 'react';
import { call } from '../api/call';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Section } from '../ui/Page';
import { KeyDrop } from '../you/KeyDrop';
import { commentOf, readPublicKeys } from '../you/publicKey';

const t = text.keyActions;

/** The SSH keys of an account, for administrators. */
export function PersonKeys({ person }: { person: User }) {
  const openDialog = useDialogs();
  const { name, keys } = person;
  return (
    <Section
      title={text.people.keysTitle}
      aside={
        <Button onClick={() => openDialog(t.add, (close) => <AddPersonKey name={name} close={close} />)}>
          {t.add}
        </Button>
      }
    >
      {keys.length === 0 && <p className="note">{text.common.none}</p>}
      <ul className="bare">
        {keys.map(({ fingerprint, line, warning }) => (
          <li key={fingerprint}>
            <code>{fingerprint}</code> {commentOf(line)} {warning && <span className="warning">{warning}</span>}
            <Button
              kind="quiet"
              aria-label={`${t.remove} ${commentOf(line) || fingerprint}`}
              onClick={() =>
                openDialog(t.remove, (close) => (
                  <OperationDialog
                    operation={{
                      title: t.remove,
                      shell: ['user', 'key', 'rm', name, fingerprint],
                      call: call('delete', '/v1/users/{name}/keys', { path: { name }, query: { fingerprint } }),
                    }}
                    submit={t.remove}
                    danger
                    close={close}
                  >
                    <p>{say(t.removeQuestion, { key: commentOf(line) || fingerprint })}</p>
                  </OperationDialog>
                ))
              }
            >
              {text.common.remove}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AddPersonKey({ name, close }: { name: string; close: () => void }) {
  const [content, setContent] = useState('');
  const read = readPublicKeys(content);
  return (
    <OperationDialog
      operation={
        'keys' in read
          ? {
              title: t.add,
              shell: ['user', 'key', 'add', name, ...read.keys.flatMap((key) => ['--key', key])],
              call: call('post', '/v1/users/{name}/keys', { path: { name }, body: { keys: read.keys } }),
            }
          : undefined
      }
      submit={t.add}
      close={close}
    >
      <KeyDrop value={content} change={setContent} />
    </OperationDialog>
  );
}
