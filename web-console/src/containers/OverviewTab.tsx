import { useAbout } from '../api/lists';
import type { Container } from '../api/model';
import { count, say, text } from '../messages/messages';
import { useSession } from '../session/SessionContext';
import { Button } from '../ui/Button';
import { Command } from '../ui/Command';
import { useDialogs } from '../ui/Dialogs';
import { Facts } from '../ui/Facts';
import { formatTime } from '../ui/format';
import { ConfirmChange } from './ConfirmChange';
import { PortLinks } from './PortLinks';

export function OverviewTab({ container }: { container: Container }) {
  const t = text.container;
  const columns = text.containers.columns;
  return (
    <>
      {container.state === 'lost' && <RecreateOffer container={container} />}
      <Facts
        facts={[
          [t.login, <LoginCommands key="login" container={container} />],
          [t.hostKey, container.ssh?.hostKey && <Command value={container.ssh.hostKey} />],
          [columns.ports, container.ports.length > 0 && <PortLinks container={container} />],
          [columns.image, container.image],
          [t.digest, <code key="digest">{container.imageDigest}</code>],
          [columns.host, container.host],
          [t.limits, limits(container)],
          [t.preset, container.preset && say(t.presetVersion, container.preset)],
          [t.id, <code key="id">{container.id}</code>],
          [columns.created, formatTime(container.createdAt)],
          [t.started, container.startedAt && formatTime(container.startedAt)],
        ]}
      />
    </>
  );
}

function LoginCommands({ container }: { container: Container }) {
  const { account } = useSession();
  const gateway = useAbout().data?.sshGateway;
  const t = text.container;
  if (!container.ssh) return text.containers.sshPending;
  const { command, userCommand } = container.ssh;
  return (
    <ul className="bare">
      <li>
        {t.asRoot}: <Command value={command} />
      </li>
      <li>
        {say(t.asYou, { account })}: <Command value={userCommand} />
      </li>
      {gateway && (
        <li>
          {t.throughGateway}:{' '}
          <Command value={`ssh -J ${account}@${gateway.host}:${gateway.port} root@${container.name}`} />
        </li>
      )}
    </ul>
  );
}

function RecreateOffer({ container }: { container: Container }) {
  const openDialog = useDialogs();
  return (
    <p className="warning">
      {container.reason}{' '}
      <Button
        onClick={() =>
          openDialog(say(text.actions.of, { action: text.actions.recreate, name: container.name }), (close) => (
            <ConfirmChange change="recreate" container={container} close={close} />
          ))
        }
      >
        {text.actions.recreate}
      </Button>
    </p>
  );
}

function limits({ cpus, memoryMiB, pids, diskMiB, diskUsedMiB }: Container): string {
  const t = text.container;
  return [
    count(cpus, t.cpus),
    say(t.memory, { n: memoryMiB }),
    count(pids, t.pids),
    diskMiB !== undefined &&
      (diskUsedMiB === undefined
        ? say(t.disk, { n: diskMiB })
        : say(t.diskUsed, { used: diskUsedMiB, limit: diskMiB })),
  ]
    .filter(Boolean)
    .join(', ');
}
