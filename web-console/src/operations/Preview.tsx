import type { Call } from '../api/call';
import type { DryRun, Quota } from '../api/model';
import { isNotOffered, problemOf } from '../api/problem';
import { say, text } from '../messages/messages';
import { ProblemText } from '../ui/ProblemNote';
import { formatNumber } from '../ui/format';
import { usePreview } from './usePreview';

const t = text.preview;

/** What the server would decide about a call that has a dry run, and what it would leave of the quota. */
export function Preview({ call }: { call: Call | undefined }) {
  const { data, error, isFetching } = usePreview(call);
  if (!call) return null;
  return (
    <div className="preview" aria-live="polite" aria-busy={isFetching}>
      {error ? <NoDecision error={error} /> : data ? <DecisionText decision={data} /> : <p>{t.checking}</p>}
    </div>
  );
}

function DecisionText({ decision }: { decision: DryRun }) {
  const hosts = [...new Set(decision.containers?.map((container) => container.host))].join(', ');
  const left = leftOf(decision);
  return (
    <p className="good">
      {t.wouldWork} {hosts && say(t.onHost, { host: hosts })} {left && say(t.leaves, { left })}
    </p>
  );
}

function NoDecision({ error }: { error: unknown }) {
  const problem = problemOf(error);
  // An older server does not know the parameter dryRun, and says so.
  if (isNotOffered(error) || (problem.code === 'bad-input' && problem.detail.includes('dryRun'))) {
    return <p className="note">{t.missing}</p>;
  }
  const decided = problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 429;
  return (
    <>
      <p>{decided ? t.wouldNot : t.notChecked}</p>
      <ProblemText problem={problem} />
    </>
  );
}

/** A new image leaves everything else as it is. */
function leftOf({ quota }: DryRun): string {
  if (!quota) return '';
  const concerned = quota.images ? { images: quota.images } : quota;
  return Object.entries(concerned)
    .flatMap(([name, { left }]) =>
      left === undefined ? [] : [say(t.left, { n: formatNumber(left), what: text.quota[name as keyof Quota] })],
    )
    .join(', ');
}
