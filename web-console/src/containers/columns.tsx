import { Link } from 'wouter';
import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import type { Column } from '../table/column';
import { CopyButton } from '../ui/CopyButton';
import { formatBytes, formatNumber, formatTime } from '../ui/format';
import { PortLinks } from './PortLinks';
import { StateLabel } from './StateLabel';
import { handleOf } from './operations';
import { useLatestStats } from './stats';

const t = text.containers.columns;

/** The columns of a table of containers. The narrower the table, the fewer are shown. */
export const containerColumns: readonly Column<Container>[] = [
  {
    id: 'name',
    title: t.name,
    width: 'minmax(6rem, 1.2fr)',
    cell: (row) => <Link href={`/containers/${handleOf(row)}`}>{row.name}</Link>,
    sortBy: (row) => row.name,
  },
  {
    id: 'state',
    title: t.state,
    width: 'minmax(6.5rem, 1.5fr)',
    cell: (row) => <StateLabel container={row} />,
    sortBy: (row) => row.state,
  },
  {
    id: 'ssh',
    title: t.ssh,
    width: 'minmax(4rem, 3.5fr)',
    from: 620,
    cell: (row) => <SshCell container={row} />,
    sortBy: (row) => row.handle,
  },
  {
    id: 'ports',
    title: t.ports,
    width: 'minmax(4rem, 1fr)',
    from: 760,
    cell: (row) => <PortLinks container={row} />,
  },
  {
    id: 'cpu',
    title: t.cpu,
    width: '5.5rem',
    from: 480,
    align: 'end',
    cell: (row) => <CpuCell container={row} />,
  },
  {
    id: 'memory',
    title: t.memory,
    width: '9.5rem',
    from: 560,
    align: 'end',
    cell: (row) => <MemoryCell container={row} />,
  },
  {
    id: 'image',
    title: t.image,
    width: 'minmax(5rem, 1fr)',
    from: 1120,
    cell: (row) => row.image,
    sortBy: (row) => row.image,
  },
  { id: 'host', title: t.host, width: '5rem', from: 1200, cell: (row) => row.host, sortBy: (row) => row.host },
  {
    id: 'created',
    title: t.created,
    width: '8.5rem',
    from: 1320,
    cell: (row) => formatTime(row.createdAt),
    sortBy: (row) => row.createdAt,
  },
];

function SshCell({ container }: { container: Container }) {
  if (!container.ssh) return <span className="muted">{text.containers.sshPending}</span>;
  const { command } = container.ssh;
  return (
    <span className="command">
      <code>{command}</code>
      <CopyButton value={command} label={say(text.containers.copySsh, { name: container.name })} />
    </span>
  );
}

function CpuCell({ container }: { container: Container }) {
  const stats = useLatestStats(container.id);
  return stats && container.state === 'running' ? (
    `${formatNumber(stats.cpus)} / ${formatNumber(container.cpus)}`
  ) : (
    <NotMeasured />
  );
}

function MemoryCell({ container }: { container: Container }) {
  const stats = useLatestStats(container.id);
  if (!stats || container.state !== 'running') return <NotMeasured />;
  return `${formatBytes(stats.memoryBytes)} / ${formatBytes(container.memoryMiB * 1024 * 1024)}`;
}

function NotMeasured() {
  return (
    <span className="muted" title={text.containers.usageUnknown}>
      –
    </span>
  );
}
