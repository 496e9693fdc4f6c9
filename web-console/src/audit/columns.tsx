import type { AuditEntry } from '../api/model';
import { text } from '../messages/messages';
import type { Column } from '../table/column';
import { formatTime } from '../ui/format';

const t = text.audit.columns;

export const auditColumns: readonly Column<AuditEntry>[] = [
  { id: 'at', title: t.at, width: '9rem', cell: ({ at }) => formatTime(at), sortBy: ({ at }) => at },
  {
    id: 'action',
    title: t.action,
    width: 'minmax(9rem, 2fr)',
    cell: ({ action }) => action,
    sortBy: ({ action }) => action,
  },
  { id: 'actor', title: t.actor, width: '8rem', from: 480, cell: ({ actor }) => actor, sortBy: ({ actor }) => actor },
  { id: 'account', title: t.account, width: '7rem', from: 600, cell: ({ account }) => account },
  { id: 'object', title: t.object, width: 'minmax(6rem, 1fr)', from: 660, cell: objectOf, sortBy: objectOf },
  {
    id: 'result',
    title: t.result,
    width: '6rem',
    from: 400,
    cell: ({ result }) => <span className={`outcome ${result}`}>{text.audit.results[result]}</span>,
    sortBy: ({ result }) => result,
  },
  { id: 'from', title: t.from, width: '8rem', from: 900, cell: ({ from }) => from },
  {
    id: 'why',
    title: t.why,
    width: 'minmax(8rem, 2fr)',
    from: 720,
    cell: ({ detail }) => <span title={detail}>{detail}</span>,
  },
];

export function searchText(entry: AuditEntry): string {
  const { actor, account, subject, action, from, result, code, detail } = entry;
  return [actor, account, subject, objectOf(entry), action, from, text.audit.results[result], code, detail].join(' ');
}

/** The parameters that name what an action is about. */
const objectFields = ['handle', 'container', 'name', 'image', 'preset', 'group', 'host'] as const;

/** What an action is about: a host, group or preset, or the container or image that its parameters name. */
export function objectOf({ subject, request }: AuditEntry): string | undefined {
  if (subject !== undefined) return subject;
  const values = objectFields.map((field) => request?.[field]);
  const value = values.find((each) => typeof each === 'string' || typeof each === 'number');
  return value === undefined ? undefined : String(value);
}
