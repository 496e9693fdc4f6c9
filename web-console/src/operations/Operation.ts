import type { Call } from '../api/call';
import type { IntentAnswer } from '../api/model';

/** How the shell and the API do what a user does here. */
export interface Commands {
  /** Such as "Stop web". */
  title: string;
  /** Words of the command at the SSH gateway; absent if the shell has none. */
  shell?: readonly string[];
  /** Whether the command needs a terminal. */
  interactive?: boolean;
  call?: Call;
  /** Where command lines save the answer. */
  file?: string;
  /** The file that the command of the shell reads from its standard input. */
  input?: string;
  /** What a script sends after `call`, with its intent in place of INTENT. */
  then?: FollowUp;
}

export interface FollowUp {
  call: Call;
  /** The file that is the body. */
  upload?: string;
}

/** Something that a user does with a call of the API. */
export interface Operation extends Commands {
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
