import { useMemo } from 'react';
import { useAllContainers } from '../api/lists';
import type { Container } from '../api/model';
import type { Owned } from '../live/collections';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Page } from '../ui/Page';
import { allContainerColumns } from './columns';
import { useOwnedContainerActions } from './useOwnedContainerActions';

const t = text.allContainers;

export default function AllContainersPage() {
  const containers = useAllContainers();
  return (
    <Page title={t.title}>
      <Answer query={containers}>
        {({ items }) =>
          items.length === 0 ? <p className="note">{t.empty}</p> : <AllContainersTable containers={items} />
        }
      </Answer>
    </Page>
  );
}

const stateOptions = Object.entries(text.containers.states);

function AllContainersTable({ containers }: { containers: readonly Owned<Container>[] }) {
  const list = useListState();
  const actions = useOwnedContainerActions();
  const [account, state, host, image] = [
    list.filter('account'),
    list.filter('state'),
    list.filter('host'),
    list.filter('image'),
  ];
  const rows = useMemo(() => {
    const matching = containers.filter(
      (container) =>
        (!account || container.account === account) &&
        (!state || container.state === state) &&
        (!host || container.host === host) &&
        (!image || container.image === image),
    );
    return sortRows(searchRows(matching, list.search, searchText), allContainerColumns, list.sort);
  }, [containers, account, state, host, image, list.search, list.sort]);
  return (
    <>
      <TableBar list={list} shown={rows.length} total={containers.length}>
        <ValueFilter name="account" title={t.account} values={containers.flatMap((each) => each.account ?? [])} />
        <FilterSelect
          label={text.containers.filterState}
          any={text.containers.anyState}
          value={state}
          options={stateOptions}
          onChange={(value) => list.setFilter('state', value)}
        />
        <ValueFilter name="host" title={text.containers.columns.host} values={containers.map((each) => each.host)} />
        <ValueFilter name="image" title={text.containers.columns.image} values={containers.map((each) => each.image)} />
      </TableBar>
      <DataTable
        label={t.title}
        rows={rows}
        columns={allContainerColumns}
        list={list}
        keyOf={(container) => container.id}
        nameOf={(container) => container.name}
        open={(container) => actions(container)[0]?.run()}
        actions={actions}
      />
    </>
  );
}

/** A choice among the values that occur. */
function ValueFilter({ name, title, values }: { name: string; title: string; values: readonly string[] }) {
  const list = useListState();
  const options = [...new Set(values)].sort().map((value) => [value, value] as const);
  return (
    <FilterSelect
      label={title}
      any={`${title}: ${text.common.all}`}
      value={list.filter(name)}
      options={options}
      onChange={(value) => list.setFilter(name, value)}
    />
  );
}

function searchText({ account, name, id, handle, state, image, host, reason, labels }: Owned<Container>): string {
  return [account, name, id, handle, state, image, host, reason, ...Object.entries(labels).flat()].join(' ');
}
