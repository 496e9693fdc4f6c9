import { type SubmitEvent, useState } from 'react';
import { recreateFor } from '../all-containers/recreateFor';
import { useAllContainers } from '../api/lists';
import { say, text } from '../messages/messages';
import { SameAs } from '../operations/SameAs';
import { eachLimited, useRun } from '../operations/useOperations';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { SelectField } from '../ui/fields';
import { type LostContainer, lostByHost } from './lostByHost';

const t = text.hosts;
const width = 3;

/** Creates the lost containers of a removed host again, for all their owners. */
export function RecreateLost({ close }: { close: () => void }) {
  const containers = useAllContainers();
  return (
    <Answer query={containers} feature={t.recreate}>
      {({ items }) => <Choice lost={lostByHost(items)} close={close} />}
    </Answer>
  );
}

function Choice({ lost, close }: { lost: ReadonlyMap<string, LostContainer[]>; close: () => void }) {
  const [host, setHost] = useState([...lost.keys()][0] ?? '');
  const run = useRun();
  const chosen = lost.get(host) ?? [];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    close();
    void eachLimited(chosen, width, (container) => run(recreateFor(container)));
  };
  const first = chosen[0];
  return (
    <form onSubmit={submit} className="operation-form">
      {first ? (
        <>
          <SelectField
            label={t.columns.name}
            value={host}
            options={[...lost.keys()].map((name) => [name, name])}
            onChange={setHost}
          />
          <p>{say(t.recreateQuestion, { name: host })}</p>
          <p className="names">{chosen.map(({ account, name }) => `${account}: ${name}`).join(', ')}</p>
          <SameAs operation={{ ...recreateFor(first), shell: ['host', 'recreate', host] }} />
        </>
      ) : (
        <p>{t.recreateNone}</p>
      )}
      <div className="buttons">
        <Button onClick={close}>{text.common.cancel}</Button>
        <Button type="submit" kind="primary" disabled={!first}>
          {text.actions.recreate}
        </Button>
      </div>
    </form>
  );
}
