import { type ReactNode, useMemo, useState } from 'react';
import { useContainers } from '../api/lists';
import type { Container, Intent } from '../api/model';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { type Column, searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { IntentDetails } from './IntentDetails';
import { intentColumns, searchText } from './columns';
import { requestName } from './requestName';
import { useIntents } from './useIntents';

const none: readonly Container[] = [];
const statusOptions = Object.entries(text.activity.statuses);

export default function ActivityPage() {
  const list = useListState();
  const [pages, setPages] = useState(1);
  const container = list.filter('container');
  const intents = useIntents({ container, status: list.filter('status') }, pages);
  const containers = useContainers().data?.items ?? none;
  const columns = useMemo(() => intentColumns(containerNames(containers)), [containers]);
  return (
    <Page title={text.activity.title}>
      <Answer query={intents} feature={text.activity.feature}>
        {({ items, next }) => (
          <>
            <IntentTable intents={items} columns={columns}>
              <FilterSelect
                label={text.activity.columns.status}
                any={text.activity.anyStatus}
                value={list.filter('status')}
                options={statusOptions}
                onChange={(status) => list.setFilter('status', status)}
              />
              <FilterSelect
                label={text.activity.columns.container}
                any={`${text.activity.columns.container}: ${text.common.all}`}
                value={container}
                options={containers.map(({ id, name }) => [id, name])}
                onChange={(id) => list.setFilter('container', id)}
              />
            </IntentTable>
            {next !== undefined && (
              <Button disabled={intents.isFetching} onClick={() => setPages(pages + 1)}>
                {text.table.more}
              </Button>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function containerNames(containers: readonly Container[]): ReadonlyMap<string, string> {
  return new Map(
    containers.flatMap(({ id, handle, name }) => [
      [id, name],
      [String(handle), name],
    ]),
  );
}

interface IntentTableProps {
  intents: readonly Intent[];
  columns: readonly Column<Intent>[];
  children: ReactNode;
}

function IntentTable({ intents, columns, children }: IntentTableProps) {
  const list = useListState();
  const openDialog = useDialogs();
  const rows = useMemo(
    () => sortRows(searchRows(intents, list.search, searchText), columns, list.sort),
    [intents, columns, list.search, list.sort],
  );
  const open = (intent: Intent) =>
    openDialog(requestName(intent.request), (close) => <IntentDetails intent={intent} close={close} />);
  return (
    <>
      <TableBar list={list} shown={rows.length} total={intents.length}>
        {children}
      </TableBar>
      {intents.length === 0 ? (
        <p className="note">{text.activity.empty}</p>
      ) : (
        <DataTable
          label={text.activity.title}
          rows={rows}
          columns={columns}
          list={list}
          keyOf={(intent) => intent.intent}
          nameOf={(intent) => requestName(intent.request)}
          open={open}
          actions={(intent) => [{ id: 'steps', title: text.activity.steps, run: () => open(intent) }]}
        />
      )}
    </>
  );
}
