// What can be done with a container.
import { call } from '../api/call';
import type { Container, ContainerState } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

export const changes = ['start', 'stop', 'restart', 'pause', 'unpause', 'recreate', 'remove'] as const;
export type ContainerChange = (typeof changes)[number];

const allowedIn: Record<ContainerChange, readonly ContainerState[]> = {
  start: ['stopped'],
  stop: ['running', 'paused'],
  restart: ['running', 'stopped'],
  pause: ['running'],
  unpause: ['paused'],
  recreate: ['lost'],
  remove: [
    'creating',
    'running',
    'stopping',
    'stopped',
    'starting',
    'restarting',
    'pausing',
    'paused',
    'unpausing',
    'lost',
    'unreachable',
  ],
};

/** Why the container's state does not allow a change; undefined if it does. The server decides again. */
export function skipReason(change: ContainerChange, container: Container): string | undefined {
  // The state behind `unreachable` is unknown, so the server has to decide.
  if (container.state === 'unreachable' || allowedIn[change].includes(container.state)) return undefined;
  return say(text.skip[change], { name: container.name, state: text.containers.states[container.state] });
}

/** The word by which requests name a container. */
export function handleOf(container: Pick<Container, 'id' | 'handle'>): string {
  return container.handle === undefined ? container.id : String(container.handle);
}

export function changeOperation(change: ContainerChange, container: Container): Operation {
  const handle = handleOf(container);
  const title = say(text.actions.of, { action: text.actions[change], name: container.name });
  if (change === 'remove') return removal(title, handle, container);
  return {
    title,
    shell: [change, handle],
    call: call('post', `/v1/containers/{handle}/${change}`, { path: { handle } }),
  };
}

function removal(title: string, handle: string, container: Container): Operation {
  const force = !['stopped', 'lost'].includes(container.state);
  return {
    title,
    shell: ['rm', ...(force ? ['--force'] : []), handle],
    call: call('delete', '/v1/containers/{handle}', { path: { handle }, query: { force } }),
  };
}

export function renameOperation(container: Container, name: string): Operation {
  const handle = handleOf(container);
  return {
    title: say(text.actions.of, { action: text.actions.rename, name: container.name }),
    shell: ['rename', handle, name],
    call: call('post', '/v1/containers/{handle}/rename', { path: { handle }, body: { name } }),
  };
}

export interface CommitChoice {
  name: string;
  tag: string;
  message: string;
  replace: boolean;
  flatten: boolean;
}

export function commitOperation(container: Container, choice: CommitChoice): Operation {
  const handle = handleOf(container);
  const { name, tag, message, replace, flatten } = choice;
  return {
    title: say(text.actions.of, { action: text.actions.commit, name: tag ? `${name}:${tag}` : name }),
    shell: [
      'commit',
      handle,
      tag ? `${name}:${tag}` : name,
      ...(message ? ['-m', message] : []),
      ...(replace ? ['--replace'] : []),
      ...(flatten ? ['--flatten'] : []),
    ],
    call: call('post', '/v1/images', {
      body: { container: handle, name, ...(tag && { tag }), ...(message && { message }), replace, flatten },
    }),
  };
}
