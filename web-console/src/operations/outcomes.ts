import type { IntentSteps, Problem } from '../api/model';

export interface Outcome {
  status: 'done' | 'failed';
  problem?: Pick<Problem, 'code' | 'detail'> | undefined;
}

interface Waiting {
  since: number;
  finish: (outcome: Outcome) => void;
}

type Status = Pick<IntentSteps, 'intent' | 'status'> & { problem?: Pick<Problem, 'code' | 'detail'> | undefined };

/**
 * Waits for the outcomes of requests. They arrive as changes; if none arrives for a while, for example because the live connection
 * is lost, `check` asks for them.
 */
export class Outcomes {
  private readonly waiting = new Map<string, Waiting>();
  /** A change can arrive before the answer to the request. */
  private readonly early = new Map<string, Outcome>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  of(intent: string): Promise<Outcome> {
    const known = this.early.get(intent);
    if (known) return Promise.resolve(known);
    return new Promise((finish) => this.waiting.set(intent, { since: this.now(), finish }));
  }

  /** A request has a new status. */
  changed(status: Status): void {
    const outcome = outcomeOf(status);
    if (!outcome) return;
    this.early.set(status.intent, outcome);
    if (this.early.size > 200) this.early.delete(this.early.keys().next().value ?? '');
    this.waiting.get(status.intent)?.finish(outcome);
    this.waiting.delete(status.intent);
  }

  /** Asks for the requests that have been waiting for longer than `ms`, one after the other. */
  async check(ms: number, ask: (intent: string) => Promise<Status>): Promise<void> {
    for (const [intent, { since }] of [...this.waiting]) {
      if (this.now() - since < ms) continue;
      this.changed(await ask(intent));
    }
  }
}

function outcomeOf({ status, problem }: Status): Outcome | undefined {
  switch (status) {
    case 'recorded':
    case 'accepted':
      return undefined;
    case 'done':
      return { status: 'done' };
    case 'rejected':
    case 'failed':
      return { status: 'failed', problem };
  }
}

/** The outcomes that this page waits for. */
export const outcomes = new Outcomes(() => Date.now());
