import { Link } from 'wouter';
import type { Container } from '../api/model';
import { StateLabel } from '../containers/StateLabel';
import type { Owned } from '../live/collections';
import { text } from '../messages/messages';
import type { Column } from '../table/column';
import { formatNumber, formatTime } from '../ui/format';

const t = text.containers.columns;

/** What administrators see of containers, which they cannot log in to. */
export const allContainerColumns: readonly Column<Owned<Container>>[] = [
  {
    id: 'account',
    title: text.allContainers.account,
    width: 'minmax(5rem, 1fr)',
    cell: ({ account }) => account && <Link href={`/admin/people/${account}`}>{account}</Link>,
    sortBy: ({ account }) => account,
  },
  { id: 'name', title: t.name, width: 'minmax(5rem, 1fr)', cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: 'state',
    title: t.state,
    width: 'minmax(6.5rem, 1fr)',
    cell: (container) => <StateLabel container={container} />,
    sortBy: ({ state }) => state,
  },
  { id: 'host', title: t.host, width: '6rem', from: 440, cell: ({ host }) => host, sortBy: ({ host }) => host },
  {
    id: 'image',
    title: t.image,
    width: 'minmax(6rem, 1.2fr)',
    from: 560,
    cell: ({ image }) => image,
    sortBy: ({ image }) => image,
  },
  {
    id: 'handle',
    title: text.allContainers.handle,
    width: '6rem',
    from: 680,
    align: 'end',
    cell: ({ handle }) => handle,
    sortBy: ({ handle }) => handle,
  },
  {
    id: 'cpus',
    title: text.allContainers.cpus,
    width: '5rem',
    from: 780,
    align: 'end',
    cell: ({ cpus }) => formatNumber(cpus),
    sortBy: ({ cpus }) => cpus,
  },
  {
    id: 'memory',
    title: text.allContainers.memory,
    width: '8rem',
    from: 880,
    align: 'end',
    cell: ({ memoryMiB }) => formatNumber(memoryMiB),
    sortBy: ({ memoryMiB }) => memoryMiB,
  },
  {
    id: 'created',
    title: t.created,
    width: '9rem',
    from: 1000,
    cell: ({ createdAt }) => formatTime(createdAt),
    sortBy: ({ createdAt }) => createdAt,
  },
];
