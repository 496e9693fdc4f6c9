// What can be done with an image.
import { call } from '../api/call';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

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
