import type { Intent, IntentSteps } from '../api/model';
import type { Owned } from './collections';

/**
 * The element of GET /v1/intents for a request. A change has the document of GET /v1/intents/{id} instead, which says in other words what was
 * requested and when, and names the account to administrators only. Undefined until the server knows the request itself.
 *
 * @param account the account of this page's user
 */
export function intentEntry(intent: Owned<IntentSteps>, account: string): Intent | undefined {
  const { kind, recordedAt, endedAt, decidedAt, target, container, containers, problem } = intent;
  const requestedAt = recordedAt ?? decidedAt;
  if (kind === undefined || requestedAt === undefined) return undefined;
  return {
    intent: intent.intent,
    account: intent.account ?? account,
    actor: intent.actor,
    request: kind,
    status: intent.status,
    requestedAt,
    ...(target !== undefined && { target }),
    ...(container !== undefined && { container }),
    ...(containers && { containers }),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(endedAt !== undefined && { finishedAt: endedAt }),
    ...(problem && { problem }),
  };
}
