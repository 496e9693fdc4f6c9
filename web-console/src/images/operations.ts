// What can be done with an image.
import { call } from '../api/call';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import type { Commands, Operation } from '../operations/Operation';
import { type RegistryFields, loginOptions } from './registry';

export function exportOperation(image: Image): Operation {
  return {
    title: say(text.actions.of, { action: text.imageActions.export, name: image.ref }),
    asynchronous: true,
    shell: ['image', 'export', image.ref],
    call: call('get', '/v1/images/{image}/archive', { path: { image: image.ref } }),
    file: `${image.ref.replace(':', '-')}.tar`,
  };
}

/** @param name with or without a tag @param from a registry; undefined for an archive that is uploaded */
export function importOperation(name: string, message: string, from: RegistryFields | undefined): Operation {
  const [repository = '', tag] = name.split(':');
  const note = message ? ['-m', message] : [];
  return {
    title: say(text.actions.of, { action: text.importImage.submit, name }),
    shell: from
      ? ['image', 'pull', from.reference, name, ...loginOptions(from), ...note]
      : ['image', 'import', name, ...note],
    call: call('post', '/v1/images/imports', {
      body: {
        name: repository,
        ...(tag && { tag }),
        ...(message && { message }),
        ...(from && { from: from.reference }),
      },
    }),
  };
}

/** How to push an image without the console. */
export function pushCommands(image: Image, to: RegistryFields): Commands {
  const { reference, username } = to;
  return {
    title: say(text.actions.of, { action: text.pushImage.push, name: image.ref }),
    shell: ['image', 'push', image.ref, reference, ...loginOptions(to)],
    call: {
      method: 'post',
      path: '/v1/pushes',
      body: { image: image.ref, to: reference, ...(username && { username, password: '…' }) },
    },
  };
}

export function flattenOperation(image: Image, message: string): Operation {
  return {
    title: say(text.actions.of, { action: text.imageActions.flatten, name: image.ref }),
    shell: ['flatten', image.ref, ...(message ? ['-m', message] : [])],
    call: call('post', '/v1/images/{image}/flatten', {
      path: { image: image.ref },
      body: message ? { message } : {},
    }),
  };
}

export function removeImageOperation(image: Image): Operation {
  return {
    title: say(text.actions.of, { action: text.imageActions.remove, name: image.ref }),
    shell: ['rmi', image.ref],
    call: call('delete', '/v1/images/{image}', { path: { image: image.ref } }),
  };
}
