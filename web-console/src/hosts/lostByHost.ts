import type { Container } from '../api/model';
import type { Owned } from '../live/collections';

export interface LostContainer {
  id: string;
  name: string;
  account: string;
}

/** The lost containers by the host that had them. */
export function lostByHost(containers: readonly Owned<Container>[]): Map<string, LostContainer[]> {
  const hosts = new Map<string, LostContainer[]>();
  for (const { id, name, account, host, state } of containers) {
    if (state !== 'lost' || account === undefined) continue;
    hosts.set(host, [...(hosts.get(host) ?? []), { id, name, account }]);
  }
  return hosts;
}
