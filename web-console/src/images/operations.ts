// What can be done with an image.
import { type Call, call } from '../api/call';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import type { Commands, Operation } from '../operations/Operation';
import { type RegistryFields, credentialsOf, loginOptions } from './registry';

export function exportOperation(image: Image): Operation {
  return {
    title: say(text.actions.of, { action: text.imageActions.export, name: image.ref }),
    asynchronous: true,
    shell: ['image', 'export', image.ref],
    call: call('get', '/v1/images/{image}/archive', { path: { image: image.ref } }),
    file: `${image.ref.replace(':', '-')}.tar`,
  };
}

export const archiveType = 'application/x-tar';
/** In command lines, the name of a file with the password at a registry. */
const passwordFile = 'PASSWORD-FILE';

/**
 * @param name with or without a tag
 * @param source the name of an archive's file, or an image in a registry
 */
export function importOperation(name: string, message: string, source: string | RegistryFields): Operation {
  const from = typeof source === 'string' ? undefined : source;
  const colon = name.indexOf(':');
  const repository = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? '' : name.slice(colon + 1);
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
    ...(typeof source === 'string' ? archiveCommands(source) : loginCommands(source)),
  };
}

function archiveCommands(file: string): Pick<Commands, 'input' | 'then'> {
  return {
    input: file,
    then: { call: { method: 'put', path: '/v1/uploads/INTENT', contentType: archiveType }, upload: file },
  };
}

function loginCommands(from: RegistryFields): Pick<Commands, 'input' | 'then'> {
  return {
    ...passwordInput(from),
    then: { call: credentialsCall('INTENT', { ...from, password: '…' }) },
  };
}

function passwordInput({ username }: RegistryFields): Pick<Commands, 'input'> {
  return username ? { input: passwordFile } : {};
}

/** Sends the credentials for an accepted import. */
export function credentialsCall(intent: string, from: RegistryFields): Call {
  return call('put', '/v1/uploads/{intent}/credentials', { path: { intent }, body: credentialsOf(from) });
}

/** How to push an image without the console. */
export function pushCommands(image: Image, to: RegistryFields): Commands {
  const { reference, username } = to;
  return {
    title: say(text.actions.of, { action: text.pushImage.push, name: image.ref }),
    shell: ['image', 'push', image.ref, reference, ...loginOptions(to)],
    ...passwordInput(to),
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
