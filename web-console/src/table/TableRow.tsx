import { memo } from 'react';
import { say, text } from '../messages/messages';
import { type Action, ActionMenu } from '../ui/ActionMenu';
import type { Column } from './column';

interface TableRowProps<T> {
  row: T;
  index: number;
  top: number;
  tracks: string;
  columns: readonly Column<T>[];
  name: string;
  selected: boolean;
  tabbable: boolean;
  toggle: (() => void) | undefined;
  focused: () => void;
  actions: ((row: T) => Action[]) | undefined;
}

function Row<T>(props: TableRowProps<T>) {
  const { row, index, name, selected, columns, toggle, actions } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={toggle ? selected : undefined}
      data-index={index}
      tabIndex={props.tabbable ? 0 : -1}
      className="table-row"
      style={{ gridTemplateColumns: props.tracks, transform: `translateY(${props.top}px)` }}
      onFocus={props.focused}
    >
      {toggle && (
        <div role="gridcell">
          <input type="checkbox" aria-label={say(text.table.row, { name })} checked={selected} onChange={toggle} />
        </div>
      )}
      {columns.map((column) => (
        <div role="gridcell" key={column.id} className={column.align}>
          {column.cell(row)}
        </div>
      ))}
      {actions && (
        <div role="gridcell" className="row-actions">
          <ActionMenu label={say(text.common.actionsOf, { name })} actions={actions(row)} />
        </div>
      )}
    </div>
  );
}

/** Renders again only if what it shows has changed; the functions may differ, since they do the same for the same row. */
export const TableRow = memo(Row, (before, after) =>
  (['row', 'index', 'top', 'tracks', 'columns', 'selected', 'tabbable'] as const).every(
    (name) => before[name] === after[name],
  ),
) as typeof Row;
