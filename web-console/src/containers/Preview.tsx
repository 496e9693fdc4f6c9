import type { CreateRequest, Decision, Quota } from '../api/model';
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

function DecisionText({ decision }: { decision: Decision }) {
  if (!decision.accepted) {
    return (
      <>
        <p>{text.create.wouldNot}</p>
        {decision.problem && <ProblemText problem={decision.problem} />}
      </>
    );
  }
  const left = leftOf(decision.quota ?? {});
  return (
    <p className="good">
      {text.create.wouldWork} {decision.host && say(text.create.onHost, { host: decision.host })}{' '}
      {left && say(text.create.leaves, { left })}
    </p>
  );
}

function NoDecision({ error }: { error: unknown }) {
  const problem = problemOf(error);
  // An older server does not know the parameter dryRun, and says so.
  if (isNotOffered(error) || (problem.code === 'bad-input' && problem.detail.includes('dryRun'))) {
    return <p className="note">{text.create.previewMissing}</p>;
  }
  return (
    <>
      <p>{text.create.wouldNot}</p>
      <ProblemText problem={problem} />
    </>
  );
}

function leftOf(quota: Partial<Quota>): string {
  return (Object.keys(quota) as (keyof Quota)[])
    .flatMap((name) => {
      const { used, limit } = quota[name] ?? { used: 0 };
      if (limit === undefined) return [];
      return [say(text.create.left, { n: formatNumber(Math.max(0, limit - used)), what: text.quota[name] })];
    })
    .join(', ');
}
