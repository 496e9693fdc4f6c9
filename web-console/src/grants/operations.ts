// Who may use which preset.
import { call } from '../api/call';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { endOfDay } from '../people/operations';

export interface GrantOwner {
  kind: 'account' | 'group';
  name: string;
}

export function grantOperation({ kind, name }: GrantOwner, preset: string, until: string, note: string): Operation {
  const path = { name, preset };
  const body = { ...(until && { until: endOfDay(until) }), ...(note && { note }) };
  return {
    title: say(text.actions.of, { action: text.grants.add, name: preset }),
    shell: [
      'grant',
      'add',
      ...group(kind),
      name,
      preset,
      ...(until ? ['--until', until] : []),
      ...(note ? ['--note', note] : []),
    ],
    call:
      kind === 'group'
        ? call('put', '/v1/catalog/groups/{name}/grants/{preset}', { path, body })
        : call('put', '/v1/users/{name}/grants/{preset}', { path, body }),
  };
}

export function revokeOperation({ kind, name }: GrantOwner, preset: string): Operation {
  const path = { name, preset };
  return {
    title: say(text.actions.of, { action: text.grants.revoke, name: preset }),
    shell: ['grant', 'rm', ...group(kind), name, preset],
    call:
      kind === 'group'
        ? call('delete', '/v1/catalog/groups/{name}/grants/{preset}', { path })
        : call('delete', '/v1/users/{name}/grants/{preset}', { path }),
  };
}

function group(kind: GrantOwner['kind']): string[] {
  return kind === 'group' ? ['--group'] : [];
}
