import { Link } from 'wouter';
import type { Quota, User } from '../api/model';
import { say, text } from '../messages/messages';
import type { Column } from '../table/column';
import { formatEnd, formatNumber } from '../ui/format';
import type { QuotaName } from '../you/QuotaStrip';
import { accountState } from './accountState';

const t = text.people.columns;

export function personColumns(quotas: ReadonlyMap<string, Quota>): Column<User>[] {
  const usage = (id: string, title: string, name: QuotaName, from: number, width = '7rem'): Column<User> => ({
    id,
    title,
    width,
    from,
    align: 'end',
    cell: (person) => usageText(quotas.get(person.name), name),
    sortBy: (person) => quotas.get(person.name)?.[name].used,
  });
  return [
    {
      id: 'name',
      title: t.name,
      width: 'minmax(8rem, 2fr)',
      cell: (person) => <Link href={`/admin/people/${person.name}`}>{person.name}</Link>,
      sortBy: (person) => person.name,
    },
    {
      id: 'displayName',
      title: t.displayName,
      width: 'minmax(6rem, 1.5fr)',
      from: 560,
      cell: (person) => person.displayName,
      sortBy: (person) => person.displayName,
    },
    {
      id: 'state',
      title: t.state,
      width: '7rem',
      cell: (person) => <span title={person.suspensionReason}>{text.people.states[accountState(person)]}</span>,
      sortBy: accountState,
    },
    {
      id: 'group',
      title: t.group,
      width: '7rem',
      from: 480,
      cell: (person) => person.group,
      sortBy: (person) => person.group,
    },
    {
      id: 'role',
      title: t.role,
      width: '7.5rem',
      from: 1180,
      cell: (person) => text.people.roles[person.role],
      sortBy: (person) => person.role,
    },
    usage('containers', t.containers, 'containers', 660),
    usage('cpus', t.cpus, 'cpus', 760),
    usage('memory', t.memory, 'memoryMiB', 900, '9rem'),
    usage('homes', t.homes, 'homeMiB', 1040, '9rem'),
    {
      id: 'expires',
      title: t.expires,
      width: '9rem',
      from: 1300,
      cell: (person) => formatEnd(person.expiresAt),
      sortBy: (person) => person.expiresAt,
    },
  ];
}

function usageText(quota: Quota | undefined, name: QuotaName): string {
  if (!quota) return text.common.unknown;
  const { used, limit } = quota[name];
  if (limit === undefined) return formatNumber(used);
  return say(text.hosts.used, { used: formatNumber(used), total: formatNumber(limit) });
}
