import { useMemo } from 'react';
import type { Action } from '../ui/ActionMenu';
import { DataTable } from './DataTable';
import { TableBar } from './TableBar';
import { type Column, searchRows, sortRows } from './column';
import { useListState } from './listState';

export interface CatalogTableProps<T> {
  label: string;
  empty: string;
  items: readonly T[];
  columns: readonly Column<T>[];
  /** Also the key. */
  nameOf: (item: T) => string;
  searchText: (item: T) => string;
  /** The first one opens an item. */
  actions: (item: T) => Action[];
}

/** A table of what administrators define, with a search field. */
export function CatalogTable<T>(props: CatalogTableProps<T>) {
  const { label, empty, items, columns, nameOf, searchText, actions } = props;
  const list = useListState();
  const rows = useMemo(
    () => sortRows(searchRows(items, list.search, searchText), columns, list.sort),
    [items, list.search, list.sort, columns, searchText],
  );
  if (items.length === 0) return <p className="note">{empty}</p>;
  return (
    <>
      <TableBar list={list} shown={rows.length} total={items.length} />
      <DataTable
        label={label}
        rows={rows}
        columns={columns}
        list={list}
        keyOf={nameOf}
        nameOf={nameOf}
        open={(item) => actions(item)[0]?.run()}
        actions={actions}
      />
    </>
  );
}
