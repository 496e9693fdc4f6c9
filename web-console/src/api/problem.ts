import { text } from '../messages/messages';
import type { Problem } from './model';

const noConnection = 'no-connection';

/** A call that was rejected, failed, or could not be sent. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The reason of a failure, whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return connectionProblem(error instanceof Error ? error.message : String(error));
}

export function connectionProblem(cause: string): Problem {
  return {
    type: 'about:blank',
    title: text.problem.noConnection,
    status: 0,
    code: noConnection,
    detail: text.problem.noConnectionDetail.replace('{cause}', cause),
  };
}

/** Reads the problem document of an answer; an answer without one is described by its status. */
export async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.includes('json')) {
    try {
      const body = (await response.json()) as Partial<Problem> | null;
      if (body && typeof body.detail === 'string') return { ...unnamedProblem(response), ...body };
    } catch {
      // The body is not JSON although it says so: the status is all that is known.
    }
  }
  return unnamedProblem(response);
}

function unnamedProblem(response: Response): Problem {
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: `status-${response.status}`,
    detail: text.problem.unnamed.replace('{status}', `${response.status} ${response.statusText}`.trim()),
  };
}

/** The page that explains the code; undefined for problems without an answer of the server. */
export function explanationOf({ code }: Pick<Problem, 'code'>): string | undefined {
  return code === noConnection || code.startsWith('status-') ? undefined : `/problems/${code}`;
}

/** Whether the server does not offer the operation at all, as opposed to not finding a resource. */
export function isNotOffered(error: unknown): boolean {
  const { status, code } = problemOf(error);
  return status === 405 || status === 501 || (status === 404 && (code === 'not-found' || code === 'status-404'));
}
