import type { CreateRequest, DryRun, Quota } from '../api/model';
import { isNotOffered, problemOf } from '../api/problem';
import { say, text } from '../messages/messages';
import { ProblemText } from '../ui/ProblemNote';
import { formatNumber } from '../ui/format';
import { usePreview } from './usePreview';

/** What the server would decide about a request, and what it would leave of the quota. */
export function Preview({ request }: { request: CreateRequest | undefined }) {
  const { data, error, isFetching } = usePreview(request);
  if (!request) return null;
  return (
    <div className="preview" aria-live="polite" aria-busy={isFetching}>
      {data ? <DecisionText decision={data} /> : error ? <NoDecision error={error} /> : <p>{text.create.checking}</p>}
    </div>
  );
}

function DecisionText({ decision }: { decision: DryRun }) {
  const hosts = [...new Set(decision.containers.map((container) => container.host))].join(', ');
  const left = leftOf(decision.quota);
  return (
    <p className="good">
      {text.create.wouldWork} {say(text.create.onHost, { host: hosts })} {left && say(text.create.leaves, { left })}
    </p>
  );
}

function NoDecision({ error }: { error: unknown }) {
  const problem = problemOf(error);
  // An older server does not know the parameter dryRun, and says so.
  if (isNotOffered(error) || (problem.code === 'bad-input' && problem.detail.includes('dryRun'))) {
    return <p className="note">{text.create.previewMissing}</p>;
  }
  const decided = problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 429;
  return (
    <>
      <p>{decided ? text.create.wouldNot : text.create.notChecked}</p>
      <ProblemText problem={problem} />
    </>
  );
}

function leftOf(quota: DryRun['quota']): string {
  return Object.entries(quota)
    .flatMap(([name, { left }]) =>
      left === undefined
        ? []
        : [say(text.create.left, { n: formatNumber(left), what: text.quota[name as keyof Quota] })],
    )
    .join(', ');
}
