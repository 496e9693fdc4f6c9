import { useSyncExternalStore } from 'react';
import type { Problem } from '../api/model';
import { Listeners } from '../live/Listeners';
import { say, text } from '../messages/messages';
import { Button } from '../ui/Button';
import { ProblemText } from '../ui/ProblemNote';
import type { Operation } from './Operation';
import { SameAs } from './SameAs';

export interface Notice {
  id: number;
  operation: Operation;
  state: 'running' | 'done' | 'failed';
  problem?: (Pick<Problem, 'code' | 'detail'> & Partial<Problem>) | undefined;
}

/** Long enough to open the commands that do the same. */
const successMs = 8000;

/** What became of a user's operations. Successes disappear, failures stay until dismissed. */
class Notices {
  private list: readonly Notice[] = [];
  private created = 0;
  private readonly listeners = new Listeners();

  readonly all = (): readonly Notice[] => this.list;
  readonly subscribe = this.listeners.subscribe;

  start(operation: Operation): number {
    const id = ++this.created;
    this.set([...this.list, { id, operation, state: 'running' }]);
    return id;
  }

  finish(id: number, problem?: Notice['problem']): void {
    this.set(
      this.list.map((each) => (each.id === id ? { ...each, state: problem ? 'failed' : 'done', problem } : each)),
    );
    if (!problem) setTimeout(() => this.dismiss(id), successMs);
  }

  /** Shows an operation that failed before it started. */
  fail(operation: Operation, problem: Problem): void {
    this.finish(this.start(operation), problem);
  }

  dismiss(id: number): void {
    this.set(this.list.filter((each) => each.id !== id));
  }

  private set(list: readonly Notice[]): void {
    this.list = list;
    this.listeners.notify();
  }
}

export const notices = new Notices();

export function NoticeList() {
  const list = useSyncExternalStore(notices.subscribe, notices.all);
  return (
    <section className="notices" aria-label={text.operation.notices} aria-live="polite">
      {list.map((notice) => (
        <div key={notice.id} className={`notice ${notice.state}`}>
          <span>{sentence(notice)}</span>
          {notice.problem && <ProblemText problem={notice.problem} />}
          <SameAs operation={notice.operation} />
          {notice.state === 'failed' && (
            <Button kind="quiet" onClick={() => notices.dismiss(notice.id)}>
              {text.operation.dismiss}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}

function sentence({ operation, state }: Notice): string {
  const what = operation.title;
  switch (state) {
    case 'running':
      return say(text.operation.started, { what });
    case 'done':
      return say(operation.asynchronous ? text.operation.requested : text.operation.done, { what });
    case 'failed':
      return say(text.operation.failed, { what });
  }
}
