import type { Host } from '../api/model';
import { count, say, text } from '../messages/messages';
import type { Column } from '../table/column';
import { formatNumber, formatTime } from '../ui/format';

const t = text.hosts.columns;

export const hostColumns: readonly Column<Host>[] = [
  { id: 'name', title: t.name, width: 'minmax(5rem, 1fr)', cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: 'status',
    title: t.status,
    width: '8rem',
    cell: ({ status, reason }) => (
      <span className={`state host-${status}`} title={reason}>
        <span className="dot" aria-hidden />
        {text.hosts.statuses[status]}
      </span>
    ),
    sortBy: ({ status }) => status,
  },
  {
    id: 'findings',
    title: t.findings,
    width: '7rem',
    cell: (host) => findingsText(host),
    sortBy: (host) => openFindings(host).length,
  },
  {
    id: 'containers',
    title: t.containers,
    width: '7rem',
    from: 460,
    align: 'end',
    cell: ({ use, maxContainers }) => usedText(use.containers, maxContainers),
    sortBy: ({ use }) => use.containers,
  },
  {
    id: 'cpus',
    title: t.cpus,
    width: '7rem',
    from: 580,
    align: 'end',
    cell: ({ use, cpus }) => usedText(use.cpus, cpus),
    sortBy: ({ use }) => use.cpus,
  },
  {
    id: 'memory',
    title: t.memory,
    width: '8rem',
    from: 680,
    align: 'end',
    cell: ({ use, memoryMiB }) => usedText(use.memoryMiB / 1024, memoryMiB / 1024),
    sortBy: ({ use }) => use.memoryMiB,
  },
  { id: 'labels', title: t.labels, width: 'minmax(5rem, 1fr)', from: 800, cell: ({ labels }) => labels.join(' ') },
  {
    id: 'seen',
    title: t.seen,
    width: '9rem',
    from: 920,
    cell: ({ lastSeen }) => formatTime(lastSeen),
    sortBy: ({ lastSeen }) => lastSeen,
  },
  { id: 'versions', title: t.versions, width: '6rem', from: 1020, cell: ({ engineVersion }) => engineVersion },
];

export function openFindings({ findings }: Host): Host['findings'] {
  return findings.filter((finding) => finding.level !== 'ok');
}

function findingsText(host: Host): string {
  const n = openFindings(host).length;
  return n === 0 ? text.common.none : count(n, text.hosts.findingCount);
}

function usedText(used: number, total: number | undefined): string {
  if (total === undefined) return formatNumber(used);
  return say(text.hosts.used, { used: formatNumber(used), total: formatNumber(total) });
}
