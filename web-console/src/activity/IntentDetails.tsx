import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import type { Intent } from '../api/model';
import { send } from '../api/send';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { Facts } from '../ui/Facts';
import { ProblemText } from '../ui/ProblemNote';
import { requestName } from './requestName';
import { formatTime } from '../ui/format';

const pollMs = 1000;

/** The steps of a request, its end, and why. A request that has not ended is read again. */
export function IntentDetails({ intent, close }: { intent: Intent; close: () => void }) {
  const details = useQuery({
    queryKey: ['live', 'intent', intent.intent],
    queryFn: ({ signal }) => send(call('get', '/v1/intents/{id}', { path: { id: intent.intent } }), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.status === 'accepted' || state.data?.status === 'recorded' ? pollMs : false,
  });
  const t = text.activity;
  return (
    <>
      <Facts
        facts={[
          [t.columns.request, requestName(intent.request)],
          [t.columns.status, t.statuses[details.data?.status ?? intent.status]],
          [t.columns.container, intent.target ?? intent.container],
          [t.columns.actor, intent.actor],
          [t.columns.at, formatTime(intent.requestedAt)],
        ]}
      />
      {intent.problem && <ProblemText problem={intent.problem} />}
      <h3>{t.steps}</h3>
      <Answer query={details}>
        {({ steps, problem }) => (
          <>
            {steps.length === 0 && <p className="note">{t.noSteps}</p>}
            <ol>
              {steps.map((step) => (
                <li key={step.sequence}>
                  {formatTime(step.at)} · {step.what}
                  {step.name && ` · ${step.name}`}
                  {step.detail && ` · ${step.detail}`}
                </li>
              ))}
            </ol>
            {problem && !intent.problem && <ProblemText problem={problem} />}
          </>
        )}
      </Answer>
      <div className="buttons">
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
      </div>
    </>
  );
}
