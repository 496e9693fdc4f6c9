import type { Container } from '../api/model';
import { type ContainerChange, skipReason } from './operations';

export interface BulkPlan {
  included: Container[];
  skipped: { container: Container; reason: string }[];
}

/** Divides containers into those whose state allows a change, and the others with the reason. */
export function planBulk(change: ContainerChange, containers: readonly Container[]): BulkPlan {
  const plan: BulkPlan = { included: [], skipped: [] };
  for (const container of containers) {
    const reason = skipReason(change, container);
    if (reason === undefined) plan.included.push(container);
    else plan.skipped.push({ container, reason });
  }
  return plan;
}
