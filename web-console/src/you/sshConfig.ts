import type { Container, SshGateway } from '../api/model';

/** Lines for ~/.ssh/config that reach the containers directly, or through the SSH gateway at `gateway`. */
export function sshConfig(containers: readonly Container[], account: string, gateway?: SshGateway): string {
  return containers
    .flatMap(({ name, id, ssh }) => {
      if (!ssh) return [];
      const way = gateway === undefined ? direct(ssh) : jump(name, account, gateway);
      // The id as the name of the host key: a later container with the same port has another key.
      return [[`Host ${name}`, ...way, '    User root', `    HostKeyAlias dcm-${id}`].join('\n')];
    })
    .join('\n\n');
}

function direct({ address, port }: { address: string; port: number }): string[] {
  return [`    HostName ${address}`, `    Port ${port}`];
}

function jump(name: string, account: string, { host, port }: SshGateway): string[] {
  return [`    HostName ${name}`, `    ProxyJump ${account}@${host}:${port}`];
}
