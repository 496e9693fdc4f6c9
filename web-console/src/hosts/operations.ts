// What administrators can do with a host.
import { call } from '../api/call';
import type { Host } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

const t = text.hosts;

export function cordonOperation(name: string, reason: string): Operation {
  return {
    title: say(text.actions.of, { action: t.cordon, name }),
    shell: ['host', 'cordon', name, ...(reason ? ['--reason', reason] : [])],
    call: call('post', '/v1/hosts/{name}/cordon', { path: { name }, body: reason ? { reason } : {} }),
  };
}

export function uncordonOperation(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.uncordon, name }),
    shell: ['host', 'uncordon', name],
    call: call('post', '/v1/hosts/{name}/uncordon', { path: { name } }),
  };
}

/** `at` is a local time, as a field for day and time contains it. */
export function drainOperation(name: string, at: string, reason: string): Operation {
  const instant = new Date(at).toISOString();
  return {
    title: say(text.actions.of, { action: t.drain, name }),
    shell: ['host', 'drain', name, '--at', instant, ...(reason ? ['--reason', reason] : [])],
    call: call('post', '/v1/hosts/{name}/drain', { path: { name }, body: { at: instant, ...(reason && { reason }) } }),
  };
}

export function labelOperation(host: Host, labels: string[]): Operation {
  const { name } = host;
  return {
    title: say(text.actions.of, { action: t.labels, name }),
    shell: ['host', 'label', name, ...labels.filter((label) => !host.labels.includes(label))],
    call: call('put', '/v1/hosts/{name}/labels', { path: { name }, body: { labels } }),
  };
}

export function removeOperation(name: string): Operation {
  return {
    title: say(text.actions.of, { action: t.remove, name }),
    shell: ['host', 'rm', name],
    call: call('delete', '/v1/hosts/{name}', { path: { name } }),
  };
}
