import type { Intent } from '../api/model';
import { text } from '../messages/messages';
import type { Column } from '../table/column';
import { requestName } from './requestName';
import { formatDuration, formatTime } from '../ui/format';

const t = text.activity.columns;

/** @param names of existing containers, by id and by handle */
export function intentColumns(names: ReadonlyMap<string, string>): readonly Column<Intent>[] {
  const targetOf = (intent: Intent) => targetName(intent, names);
  return [
    {
      id: 'request',
      title: t.request,
      width: 'minmax(9rem, 2fr)',
      cell: (intent) => <span title={intent.request}>{requestName(intent.request)}</span>,
      sortBy: (intent) => requestName(intent.request),
    },
    { id: 'container', title: t.container, width: 'minmax(6rem, 1.5fr)', from: 520, cell: targetOf, sortBy: targetOf },
    {
      id: 'status',
      title: t.status,
      width: 'minmax(6rem, 9rem)',
      cell: (intent) => <span className={`outcome ${intent.status}`}>{text.activity.statuses[intent.status]}</span>,
      sortBy: (intent) => intent.status,
    },
    {
      id: 'at',
      title: t.at,
      width: '9rem',
      from: 460,
      cell: (intent) => formatTime(intent.requestedAt),
      sortBy: (intent) => intent.requestedAt,
    },
    {
      id: 'took',
      title: t.took,
      width: '5rem',
      from: 700,
      align: 'end',
      cell: (intent) => tookText(intent),
      sortBy: took,
    },
    { id: 'actor', title: t.actor, width: '8rem', from: 820, cell: (intent) => intent.actor },
    {
      id: 'why',
      title: t.why,
      width: 'minmax(8rem, 2fr)',
      from: 620,
      cell: (intent) => <span title={intent.problem?.detail}>{intent.problem?.detail}</span>,
    },
  ];
}

export function searchText(intent: Intent): string {
  const { request, target, container, status, actor, problem } = intent;
  return [
    request,
    requestName(request),
    target,
    container,
    text.activity.statuses[status],
    actor,
    problem?.code,
    problem?.detail,
  ].join(' ');
}

/** The name of the container if it exists; else its name, port or id as in the request. */
export function targetName({ target, container }: Intent, names: ReadonlyMap<string, string>): string | undefined {
  const known = (container && names.get(container)) ?? (target && names.get(target));
  return known ?? target ?? container;
}

function took({ requestedAt, finishedAt }: Intent): number | undefined {
  return finishedAt === undefined ? undefined : Date.parse(finishedAt) - Date.parse(requestedAt);
}

function tookText(intent: Intent): string {
  const ms = took(intent);
  return ms === undefined ? '' : formatDuration(ms);
}
