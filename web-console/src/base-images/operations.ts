// What administrators can do with base images.
import { call } from '../api/call';
import type { BaseImage } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

export type SourceKind = BaseImage['source']['kind'];

export interface BaseImageFields {
  name: string;
  kind: SourceKind;
  reference: string;
  /** With a promoted image: the account that has it. */
  account: string;
  host: string;
  description: string;
  groups: string;
}

export const emptyBaseImage: BaseImageFields = {
  name: '',
  kind: 'recipe',
  reference: '',
  account: '',
  host: '',
  description: '',
  groups: '',
};

const shellOptions: Record<Exclude<SourceKind, 'promoted'>, string> = {
  local: '--local',
  registry: '--registry',
  tarball: '--tar',
  recipe: '--recipe',
};

export function registerOperation(fields: BaseImageFields): Operation {
  const { name, kind, reference, account, host, description } = fields;
  const groups = wordsOf(fields.groups);
  const options = [
    ...(description ? ['--description', description] : []),
    ...groups.flatMap((group) => ['--group', group]),
  ];
  const source = kind === 'promoted' ? { promote: { account, image: reference } } : { [kind]: reference };
  return {
    title: say(text.actions.of, { action: text.common.add, name }),
    shell:
      kind === 'promoted'
        ? ['image', 'promote', account, reference, '--as', name, ...options]
        : ['image', 'add', name, shellOptions[kind], reference, ...(host ? ['--host', host] : []), ...options],
    call: call('put', '/v1/catalog/images/{name}', {
      path: { name },
      body: {
        ...source,
        ...(host && { host }),
        ...(description && { description }),
        ...(groups.length > 0 && { groups }),
      },
    }),
  };
}

export function changeOperation(name: string, description: string, groupNames: string, ifMatch?: string): Operation {
  const groups = wordsOf(groupNames);
  return {
    title: say(text.actions.of, { action: text.baseImages.change, name }),
    shell: ['image', 'set', name, '--description', description, ...groups.flatMap((group) => ['--group', group])],
    call: call('patch', '/v1/catalog/images/{name}', { path: { name }, body: { description, groups }, ifMatch }),
  };
}

export function retireOperation(name: string): Operation {
  return {
    title: say(text.actions.of, { action: text.baseImages.remove, name }),
    shell: ['image', 'rm', name],
    call: call('delete', '/v1/catalog/images/{name}', { path: { name } }),
  };
}

function wordsOf(names: string): string[] {
  return names.split(/[\s,]+/).filter(Boolean);
}

export interface RegistryForm {
  name: string;
  /** Separated by spaces. */
  hosts: string;
  pullOnly: boolean;
  plainHttp: boolean;
  /** In PEM format; empty: public CAs. */
  certificates: string;
}

/** Permits a registry. Repeating it replaces all options. */
export function permitOperation({ name, hosts, pullOnly, plainHttp, certificates }: RegistryForm): Operation {
  const servers = wordsOf(hosts);
  // The shell reads the file from its standard input.
  const file = 'ca.pem';
  return {
    title: say(text.actions.of, { action: text.registries.permit, name }),
    shell: [
      'registry',
      'permit',
      name,
      ...servers.flatMap((server) => ['--with', server]),
      ...(pullOnly ? ['--pull-only'] : []),
      ...(plainHttp ? ['--plain-http'] : []),
      ...(certificates ? ['--ca', '-'] : []),
    ],
    ...(certificates && { input: file }),
    call: call('put', '/v1/catalog/registries/{name}', {
      path: { name },
      body: { hosts: servers, pullOnly, plainHttp, ...(certificates && { certificates }) },
    }),
  };
}

export function forbidOperation(name: string): Operation {
  return {
    title: say(text.registries.forbidOf, { name }),
    shell: ['registry', 'forbid', name],
    call: call('delete', '/v1/catalog/registries/{name}', { path: { name } }),
  };
}
