import { useState } from 'react';
import type { AuditEntry } from '../api/model';
import { text } from '../messages/messages';
import { notices } from '../operations/notices';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { type ListState, useListState } from '../table/listState';
import { searchRows, sortRows } from '../table/column';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Facts } from '../ui/Facts';
import { Page } from '../ui/Page';
import { ProblemNote } from '../ui/ProblemNote';
import { formatTime } from '../ui/format';
import { saveFile } from '../ui/saveFile';
import { auditColumns, objectOf, searchText } from './columns';
import { type AuditFilter, listOperation, loadAll, newestFirst, useAudit } from './useAudit';

const t = text.audit;
const resultOptions = Object.entries(t.results);

export default function AuditPage() {
  const list = useListState();
  const filter: AuditFilter = {
    account: list.filter('account'),
    actor: list.filter('actor'),
    action: list.filter('action'),
    result: list.filter('result'),
    since: sinceInstant(list.filter('since')),
  };
  // Another filter begins with its first page.
  const order = JSON.stringify(filter);
  const [loaded, setLoaded] = useState({ order, pages: 1 });
  const pages = loaded.order === order ? loaded.pages : 1;
  const audit = useAudit(filter, pages);
  return (
    <Page title={t.title} aside={<Export filter={filter} list={list} />}>
      <TableBar
        list={list}
        shown={audit.data && shownOf(audit.data.items, list).length}
        total={audit.data?.items.length}
      >
        <Filters list={list} />
      </TableBar>
      <Answer query={audit}>
        {({ items, next }) => (
          <>
            <EntryTable entries={items} list={list} />
            {next !== undefined && (
              <Button disabled={audit.isFetching} onClick={() => setLoaded({ order, pages: pages + 1 })}>
                {text.table.more}
              </Button>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function shownOf(entries: readonly AuditEntry[], list: ListState): readonly AuditEntry[] {
  return sortRows(searchRows(newestFirst(entries), list.search, searchText), auditColumns, list.sort);
}

function EntryTable({ entries, list }: { entries: readonly AuditEntry[]; list: ListState }) {
  const openDialog = useDialogs();
  const show = (entry: AuditEntry) =>
    openDialog(entry.action ?? entry.id, (close) => <EntryDetails entry={entry} close={close} />);
  return (
    <DataTable
      label={t.title}
      rows={shownOf(entries, list)}
      columns={auditColumns}
      list={list}
      keyOf={(entry) => entry.id}
      nameOf={(entry) => entry.action ?? entry.id}
      open={show}
      actions={(entry) => [{ id: 'details', title: t.details, run: () => show(entry) }]}
    />
  );
}

/** Saves all entries that match, also those that are not loaded. */
function Export({ filter, list }: { filter: AuditFilter; list: ListState }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const entries = shownOf(await loadAll(filter), list);
      // One JSON object a line.
      saveFile(
        'audit.ndjson',
        'application/x-ndjson',
        entries.map((entry) => `${JSON.stringify(entry)}\n`),
      );
      notices.finish(notices.start(listOperation(filter)));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button disabled={busy} onClick={() => void save()}>
        {t.export}
      </Button>
      {error !== undefined && <ProblemNote error={error} />}
    </>
  );
}

/** Midnight of a day in UTC, as in the shell; empty while the day is incomplete. */
function sinceInstant(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`).toISOString() : '';
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
          [t.columns.why, entry.detail && `${entry.detail} (${entry.title ?? entry.code ?? ''})`],
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
