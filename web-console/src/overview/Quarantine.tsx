import { call } from '../api/call';
import type { QuarantinedRecord } from '../api/model';
import { send } from '../api/send';
import { useList } from '../live/useList';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { OperationDialog } from '../operations/OperationDialog';
import { useRun } from '../operations/useOperations';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Section } from '../ui/Page';
import { formatTime } from '../ui/format';

const t = text.overview;

/** Records of the log that DCM could not process. */
export function Quarantine() {
  const records = useList({
    name: 'quarantine',
    load: (_, signal) => send(call('get', '/v1/quarantine'), { signal }),
    select: (change) => change,
  });
  const run = useRun();
  const openDialog = useDialogs();
  return (
    <Section title={t.quarantine}>
      <Answer query={records}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">{t.noQuarantine}</p>
          ) : (
            <ul className="bare">
              {items.toSorted(byTime).map(({ position, at, key, reason, releasable }) => (
                <li key={position} className="warning">
                  {formatTime(at)} · {position} · {key}: {reason}{' '}
                  {releasable && <Button onClick={() => void run(release(position))}>{t.release}</Button>}{' '}
                  <Button
                    kind="danger"
                    onClick={() =>
                      openDialog(t.discard, (close) => (
                        <OperationDialog operation={discard(position)} submit={t.discard} danger close={close}>
                          <p>{say(t.discardQuestion, { position })}</p>
                        </OperationDialog>
                      ))
                    }
                  >
                    {t.discard}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

/** As the server sorts. */
function byTime(one: QuarantinedRecord, other: QuarantinedRecord): number {
  return Date.parse(one.at) - Date.parse(other.at) || (one.position < other.position ? -1 : 1);
}

function release(position: string): Operation {
  return {
    title: say(text.actions.of, { action: t.release, name: position }),
    shell: ['log', 'release', position],
    call: call('post', '/v1/quarantine/{position}/release', { path: { position } }),
  };
}

function discard(position: string): Operation {
  return {
    title: say(text.actions.of, { action: t.discard, name: position }),
    shell: ['log', 'discard', position],
    call: call('post', '/v1/quarantine/{position}/discard', { path: { position } }),
  };
}
