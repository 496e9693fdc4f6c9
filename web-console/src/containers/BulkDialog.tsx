import { type SubmitEvent, useState } from 'react';
import type { Container } from '../api/model';
import { text } from '../messages/messages';
import { eachLimited, useRun } from '../operations/useOperations';
import { SameAs } from '../operations/SameAs';
import { Button } from '../ui/Button';
import { type ContainerChange, changeOperation, handleOf } from './operations';
import { planBulk } from './planBulk';

interface BulkDialogProps {
  change: ContainerChange;
  containers: readonly Container[];
  close: () => void;
  done: () => void;
}

/** Requests at a time. A browser has six connections to a server, of which others need some. */
const width = 3;

/** Names the containers of a change of several, and why others are left out. */
export function BulkDialog({ change, containers, close, done }: BulkDialogProps) {
  // What the dialog shows is what happens, even if a state changes meanwhile.
  const [{ included, skipped }] = useState(() => planBulk(change, containers));
  const run = useRun();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    close();
    done();
    void eachLimited(included, width, (container) => run(changeOperation(change, container)));
  };
  const first = included[0];
  return (
    <form onSubmit={submit} className="operation-form">
      {first ? (
        <>
          <p>{text.operation.bulkQuestion}</p>
          <p className="names">{included.map((container) => container.name).join(', ')}</p>
        </>
      ) : (
        <p>{text.operation.nothingLeft}</p>
      )}
      {skipped.length > 0 && (
        <>
          <p>{text.operation.skipped}</p>
          <ul>
            {skipped.map(({ container, reason }) => (
              <li key={container.id}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {first && <SameAs operation={bulkShell(change, included, first)} />}
      <div className="buttons">
        <Button onClick={close}>{text.common.cancel}</Button>
        <Button type="submit" kind={change === 'remove' ? 'danger' : 'primary'} disabled={!first}>
          {text.actions[change]}
        </Button>
      </div>
    </form>
  );
}

/** One command of the shell does it for all; the API has a request for each. */
function bulkShell(change: ContainerChange, included: readonly Container[], first: Container) {
  const operation = changeOperation(change, first);
  const options = change === 'remove' ? ['rm', '--force'] : [change];
  return { ...operation, shell: [...options, ...included.map(handleOf)] };
}
