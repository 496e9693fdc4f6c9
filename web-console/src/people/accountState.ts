import type { User } from '../api/model';

export type AccountState = 'active' | 'suspended' | 'removing' | 'removed';

export function accountState({ removal, suspendedSince }: User): AccountState {
  if (removal?.endedAt) return 'removed';
  if (removal) return 'removing';
  return suspendedSince ? 'suspended' : 'active';
}
