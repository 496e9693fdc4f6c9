import type { Problem } from '../api/model';
import { explanationOf, problemOf } from '../api/problem';
import { say, text } from '../messages/messages';
import { Button } from './Button';

/** Shows why something failed: what, the rule, its numbers, and what to do. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  return <ProblemText problem={problemOf(error)} retry={retry} />;
}

type ExcludedHost = Record<'host' | 'reason' | 'detail', string>;
type ShownProblem = Pick<Problem, 'code' | 'detail'> &
  Partial<Omit<Problem, 'hosts'>> & { hosts?: ExcludedHost[] | undefined };

export function ProblemText({ problem, retry }: { problem: ShownProblem; retry?: (() => void) | undefined }) {
  const numbers = Object.entries(problem.numbers ?? {});
  const explanation = explanationOf(problem);
  return (
    <div className="problem" role="alert">
      <p>{problem.detail}</p>
      <p className="rule">
        {problem.title
          ? say(text.problem.rule, { title: problem.title, code: problem.code })
          : say(text.problem.ruleCode, { code: problem.code })}
        {numbers.length > 0 &&
          ` · ${say(text.problem.numbers, { numbers: numbers.map(([name, n]) => `${name} ${n}`).join(', ') })}`}
        {explanation && (
          <>
            {' · '}
            <a href={explanation} target="_blank" rel="noreferrer">
              {text.problem.explain}
            </a>
          </>
        )}
        {problem.traceId && ` · ${say(text.problem.trace, { trace: problem.traceId })}`}
      </p>
      {problem.hosts && problem.hosts.length > 0 && <HostReasons hosts={problem.hosts} />}
      {retry && <Button onClick={retry}>{text.problem.retry}</Button>}
    </div>
  );
}

function HostReasons({ hosts }: { hosts: ExcludedHost[] }) {
  return (
    <details>
      <summary>{text.problem.hosts}</summary>
      <ul>
        {hosts.map((host, index) => (
          <li key={index}>{Object.values(host).join(': ')}</li>
        ))}
      </ul>
    </details>
  );
}
