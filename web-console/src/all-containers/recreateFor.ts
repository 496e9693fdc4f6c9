import { call } from '../api/call';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

/** Creates a lost container of an account again. */
export function recreateFor({ account, id, name }: { account: string; id: string; name: string }): Operation {
  return {
    title: say(text.actions.of, { action: text.actions.recreate, name: `${account}: ${name}` }),
    call: call('post', '/v1/users/{name}/containers/{handle}/recreate', { path: { name: account, handle: id } }),
  };
}
