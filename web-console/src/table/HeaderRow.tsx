import { say, text } from '../messages/messages';
import type { DataTableProps } from './DataTable';
import type { Column } from './column';

type HeaderRowProps<T> = DataTableProps<T> & { tracks: string };

export function HeaderRow<T>({ rows, columns, tracks, list, keyOf, selectable, actions }: HeaderRowProps<T>) {
  const all = rows.length > 0 && rows.every((row) => list.selected.has(keyOf(row)));
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="table-row" style={{ gridTemplateColumns: tracks }}>
        {selectable && (
          <div role="columnheader">
            <input
              type="checkbox"
              aria-label={text.table.all}
              checked={all}
              onChange={() => list.setSelected(new Set(all ? [] : rows.map(keyOf)))}
            />
          </div>
        )}
        {columns.map((column) => (
          <ColumnHeader key={column.id} column={column} list={list} />
        ))}
        {actions && (
          <div role="columnheader">
            <span className="visually-hidden">{text.common.actions}</span>
          </div>
        )}
      </div>
    </div>
  );
}

function ColumnHeader<T>({ column, list }: { column: Column<T>; list: DataTableProps<T>['list'] }) {
  const sorted = list.sort?.column === column.id ? list.sort : undefined;
  const direction = sorted?.descending ? 'descending' : 'ascending';
  return (
    <div role="columnheader" className={column.align} aria-sort={sorted ? direction : undefined}>
      {column.sortBy ? (
        <button
          type="button"
          className="sort"
          title={say(text.table.sortBy, { column: column.title })}
          onClick={() => list.setSort({ column: column.id, descending: sorted ? !sorted.descending : false })}
        >
          {column.title}
          <span aria-hidden>{sorted ? (sorted.descending ? ' ▼' : ' ▲') : ''}</span>
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}
