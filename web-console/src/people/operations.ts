// What administrators can do with an account.
import { call } from '../api/call';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

const t = text.people;

export interface PersonFields {
  name: string;
  displayName: string;
  email: string;
  group: string;
  role: User['role'];
  /** A day, or empty. */
  expires: string;
  keys: string;
}

export const emptyPerson: PersonFields = {
  name: '',
  displayName: '',
  email: '',
  group: '',
  role: 'user',
  expires: '',
  keys: '',
};

export function openAccount(fields: PersonFields, keys: string[]): Operation {
  const { name, displayName, email, group, role, expires } = fields;
  return {
    title: say(text.actions.of, { action: text.common.add, name }),
    shell: [
      'user',
      'add',
      name,
      ...optionsOf(fields),
      ...(role === 'administrator' ? ['--admin'] : []),
      ...keys.flatMap((key) => ['--key', key]),
    ],
    call: call('post', '/v1/users', {
      body: {
        name,
        role,
        ...(displayName && { displayName }),
        ...(email && { email }),
        ...(group && { group }),
        ...(expires && { expiresAt: endOfDay(expires) }),
        ...(keys.length > 0 && { keys }),
      },
    }),
  };
}

export function changeAccount(name: string, fields: PersonFields, ifMatch?: string): Operation {
  const { displayName, email, group, role, expires } = fields;
  return {
    title: say(text.actions.of, { action: t.change, name }),
    shell: ['user', 'set', name, ...optionsOf(fields), '--role', role],
    call: call('patch', '/v1/users/{name}', {
      path: { name },
      body: {
        role,
        ...(displayName && { displayName }),
        email: email || null,
        group: group || null,
        expiresAt: expires ? endOfDay(expires) : null,
      },
      ifMatch,
    }),
  };
}

function optionsOf({ displayName, email, group, expires }: PersonFields): string[] {
  return [
    ...(displayName ? ['--display-name', displayName] : []),
    ...(email ? ['--email', email] : []),
    ...(group ? ['--group', group] : []),
    ...(expires ? ['--expires', expires] : []),
  ];
}

/** The end of a day in UTC, as the server reads a day in an import. */
export function endOfDay(day: string): string {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  return end.toISOString();
}

/** The last day in UTC before `instant`, for a date field. */
export function lastDayOf(instant: string | undefined): string {
  if (!instant) return '';
  return new Date(Date.parse(instant) - 1).toISOString().slice(0, 10);
}

export function suspendAccount(
  name: string,
  choice: { reason: string; stopContainers: boolean; endSessions: boolean },
): Operation {
  const { reason, stopContainers, endSessions } = choice;
  return {
    title: say(text.actions.of, { action: t.suspend, name }),
    shell: [
      'user',
      'suspend',
      name,
      ...(reason ? ['--reason', reason] : []),
      ...(stopContainers ? ['--stop'] : []),
      ...(endSessions ? ['--end-sessions'] : []),
    ],
    call: call('post', '/v1/users/{name}/suspend', {
      path: { name },
      body: { ...(reason && { reason }), stopContainers, endSessions },
    }),
  };
}

export function resumeAccount(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.resume, name }),
    shell: ['user', 'resume', name],
    call: call('post', '/v1/users/{name}/resume', { path: { name } }),
  };
}

export function resetPassword(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.resetPassword, name }),
    shell: ['user', 'password', name],
    call: call('post', '/v1/users/{name}/password', { path: { name } }),
  };
}

export function removeAccount(name: string, images: string, to: string): Operation {
  return {
    title: say(text.actions.of, { action: t.remove, name }),
    asynchronous: true,
    shell: ['user', 'rm', name, ...(images ? ['--images', images] : []), ...(to ? ['--to', to] : [])],
    call: call('delete', '/v1/users/{name}', {
      path: { name },
      query: { ...(images && { images }), ...(to && { to }) },
    }),
  };
}

export function moveHomes(name: string, host: string): Operation {
  return {
    title: say(text.actions.of, { action: t.moveHomes, name }),
    asynchronous: true,
    shell: ['user', 'move', name, '--to', host],
    call: call('put', '/v1/users/{name}/home-host', { path: { name }, body: { host } }),
  };
}

export function cancelMove(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.cancelMove, name }),
    shell: ['user', 'move', name, '--cancel'],
    call: call('delete', '/v1/users/{name}/home-host/move', { path: { name } }),
  };
}

/** @param issuer empty: the issuer that DCM uses */
export function bindSignIn(name: string, subject: string, issuer: string, ifMatch?: string): Operation {
  return {
    title: say(text.actions.of, { action: t.rebind, name }),
    shell: ['user', 'rebind', name, '--subject', subject, ...(issuer ? ['--issuer', issuer] : [])],
    call: call('put', '/v1/users/{name}/sign-in', {
      path: { name },
      body: { subject, ...(issuer && { issuer }) },
      ifMatch,
    }),
  };
}

/** The next sign-in with the account's name is bound. */
export function releaseSignIn(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.rebind, name }),
    shell: ['user', 'rebind', name, '--by-name'],
    call: call('delete', '/v1/users/{name}/sign-in', { path: { name } }),
  };
}

/** What is transferred; `of` is the id of a container or the name of an image, `title` is what people call it. */
export type HandOverChoice = { kind: 'all' } | { kind: 'container' | 'image'; of: string; title: string };

export function handOver(name: string, what: HandOverChoice, to: string, as: string): Operation {
  const words = what.kind === 'all' ? ['--all'] : [`--${what.kind}`, what.of];
  return {
    title: say(text.actions.of, { action: t.handOver, name: what.kind === 'all' ? name : what.title }),
    shell: ['user', 'handover', name, ...words, '--to', to, ...(as ? ['--as', as] : [])],
    call: call('post', '/v1/users/{name}/handovers', {
      path: { name },
      body: {
        to,
        ...(what.kind === 'all' ? { account: true } : { [what.kind]: what.of }),
        ...(as && { as }),
      },
    }),
  };
}
