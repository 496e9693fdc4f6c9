import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import type { AuditEntry } from '../api/model';
import { send } from '../api/send';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { type ListState, useListState } from '../table/listState';
import { searchRows, sortRows } from '../table/column';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Facts } from '../ui/Facts';
import { Page } from '../ui/Page';
import { ProblemNote } from '../ui/ProblemNote';
import { formatTime } from '../ui/format';
import { auditColumns, objectOf, searchText } from './columns';
import { downloadEntries } from './downloadEntries';

const t = text.audit;
const resultOptions = Object.entries(t.results);
const refreshMs = 5_000;

export default function AuditPage() {
  const list = useListState();
  const audit = useAudit(list);
  const openDialog = useDialogs();
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = sortRows(searchRows(entries, list.search, searchText), auditColumns, list.sort);
  const show = (entry: AuditEntry) =>
    openDialog(entry.action ?? entry.id, (close) => <EntryDetails entry={entry} close={close} />);
  return (
    <Page title={t.title} aside={<Button onClick={() => downloadEntries(rows)}>{t.export}</Button>}>
      <TableBar list={list} shown={rows.length} total={entries.length}>
        <Filters list={list} />
      </TableBar>
      {audit.error && <ProblemNote error={audit.error} retry={() => void audit.refetch()} />}
      {!audit.data && !audit.error && <p className="note">{text.app.loading}</p>}
      {audit.data && (
        <DataTable
          label={t.title}
          rows={rows}
          columns={auditColumns}
          list={list}
          keyOf={(entry) => entry.id}
          nameOf={(entry) => entry.action ?? entry.id}
          open={show}
          actions={(entry) => [{ id: 'details', title: t.details, run: () => show(entry) }]}
        />
      )}
      {audit.hasNextPage && (
        <Button disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {text.table.more}
        </Button>
      )}
    </Page>
  );
}

/** The entries that match the filter in the address, read again while the page is shown. */
function useAudit(list: ListState) {
  const filter = {
    account: list.filter('account'),
    actor: list.filter('actor'),
    action: list.filter('action'),
    result: list.filter('result'),
    since: sinceInstant(list.filter('since')),
  };
  return useInfiniteQuery({
    queryKey: ['live', 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      send(call('get', '/v1/audit', { query: { ...filter, limit: 200, cursor: pageParam } }), { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshMs,
    placeholderData: (before) => before,
  });
}

/** Midnight of a day; empty while the day is incomplete. */
function sinceInstant(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00`).toISOString() : '';
}

function Filters({ list }: { list: ListState }) {
  const field = (name: string, label: string, type = 'text') => (
    <input
      key={name}
      type={type}
      aria-label={label}
      placeholder={label}
      size={10}
      value={list.filter(name)}
      onChange={(event) => list.setFilter(name, event.target.value)}
    />
  );
  return (
    <>
      {field('account', t.account)}
      {field('actor', t.actor)}
      {field('action', t.action)}
      {field('since', t.since, 'date')}
      <FilterSelect
        label={t.columns.result}
        any={t.anyResult}
        value={list.filter('result')}
        options={resultOptions}
        onChange={(result) => list.setFilter('result', result)}
      />
    </>
  );
}

function EntryDetails({ entry, close }: { entry: AuditEntry; close: () => void }) {
  return (
    <>
      <Facts
        facts={[
          [t.columns.at, formatTime(entry.at)],
          [t.columns.actor, entry.actor],
          [t.columns.account, entry.account],
          [t.columns.object, objectOf(entry)],
          [t.columns.from, entry.from],
          [t.columns.result, t.results[entry.result]],
          [t.columns.why, entry.detail && `${entry.detail} (${entry.code ?? ''})`],
          [t.details, entry.request && <pre className="config">{JSON.stringify(entry.request, undefined, 2)}</pre>],
        ]}
      />
      <div className="buttons">
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
      </div>
    </>
  );
}
