import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { useAccount, useContainers, useQuota } from '../api/lists';
import type { Container, ContainerState } from '../api/model';
import { say, text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Page } from '../ui/Page';
import { QuotaStrip } from '../you/QuotaStrip';
import { BulkActions } from './BulkActions';
import { CreateCard } from './CreateCard';
import { containerColumns } from './columns';
import { handleOf } from './operations';
import { useAllStats } from './stats';
import { useContainerActions } from './useContainerActions';

export function ContainersPage() {
  const containers = useContainers();
  const quota = useQuota();
  const account = useAccount();
  return (
    <Page
      title={text.containers.title}
      aside={
        <Link href="/new" className="button primary">
          {text.nav.newContainer}
        </Link>
      }
    >
      {quota.data && <QuotaStrip quota={quota.data} />}
      {account.data?.warnings.map((warning) => (
        <p className="warning" key={warning}>
          {warning}
        </p>
      ))}
      <Answer query={containers}>
        {({ items }) => (items.length === 0 ? <CreateCard /> : <ContainerTable containers={items} />)}
      </Answer>
    </Page>
  );
}

const stateOptions = Object.entries(text.containers.states) as [ContainerState, string][];

function ContainerTable({ containers }: { containers: readonly Container[] }) {
  const list = useListState();
  const problem = useAllStats();
  const actions = useContainerActions();
  const [, navigate] = useLocation();
  const state = list.filter('state');
  const rows = useMemo(() => {
    const matching = containers.filter((container) => !state || container.state === state);
    return sortRows(searchRows(matching, list.search, searchText), containerColumns, list.sort);
  }, [containers, state, list.search, list.sort]);
  return (
    <>
      <TableBar list={list} shown={rows.length} total={containers.length}>
        <FilterSelect
          label={text.containers.filterState}
          any={text.containers.anyState}
          value={state}
          options={stateOptions}
          onChange={(value) => list.setFilter('state', value)}
        />
      </TableBar>
      <BulkActions containers={containers} visible={rows} list={list} />
      {problem && <p className="note">{say(text.containers.noStats, { cause: problem.detail })}</p>}
      <DataTable
        label={text.containers.title}
        rows={rows}
        columns={containerColumns}
        list={list}
        keyOf={(container) => container.id}
        nameOf={(container) => container.name}
        selectable
        open={(container) => navigate(`/containers/${handleOf(container)}`)}
        actions={actions}
      />
    </>
  );
}

function searchText(container: Container): string {
  const { name, id, handle, state, image, host, reason, ports, preset, labels } = container;
  return [
    name,
    id,
    handle,
    state,
    image,
    host,
    reason,
    preset?.name,
    ...ports.map(({ address, port }) => `${address}:${port}`),
    ...Object.entries(labels).flat(),
  ].join(' ');
}
