import type { Call } from '../api/call';
import type { IntentAnswer } from '../api/model';

/** Something that a user does: a call of the API, and the command of the shell that does the same. */
export interface Operation {
  /** Such as "Stop web". */
  title: string;
  /** Words of the command at the SSH gateway; absent if the shell has none. */
  shell?: readonly string[];
  call: Call;
  /** The call changes nothing, so its success is no outcome to show. */
  readOnly?: boolean;
  /** The answer says only that it began; the resource shows its progress. */
  asynchronous?: boolean;
}

/** The answer to an operation that is carried out by a host: its outcome follows later. */
export function isPending(answer: unknown): answer is IntentAnswer {
  if (typeof answer !== 'object' || answer === null || !('intent' in answer) || !('status' in answer)) return false;
  return answer.status === 'recorded' || answer.status === 'accepted' || answer.status === 'launched';
}
