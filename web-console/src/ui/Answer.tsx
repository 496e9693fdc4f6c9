import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isNotOffered } from '../api/problem';
import { say, text } from '../messages/messages';
import { ProblemNote } from './ProblemNote';

interface AnswerProps<T> {
  query: UseQueryResult<T>;
  /** Name of what an older server does not offer. */
  feature?: string;
  children: (data: T) => ReactNode;
}

/** Shows the answer to a query. What is unknown is never shown as empty: without an answer, it says why. */
export function Answer<T>({ query, feature, children }: AnswerProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    if (feature && isNotOffered(query.error)) {
      return <p className="note">{say(text.problem.notOffered, { what: feature })}</p>;
    }
    return (
      <>
        <p className="note">{text.problem.unknownList}</p>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </>
    );
  }
  return <p className="note">{text.app.loading}</p>;
}
