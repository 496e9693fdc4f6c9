import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { text } from '../messages/messages';
import type { Action } from '../ui/ActionMenu';
import { HeaderRow } from './HeaderRow';
import { TableRow } from './TableRow';
import type { Column } from './column';
import type { ListState } from './listState';
import { targetRow } from './rowKeys';
import { useWidth } from './useWidth';

export interface DataTableProps<T> {
  label: string;
  /** Filtered and sorted. */
  rows: readonly T[];
  columns: readonly Column<T>[];
  list: ListState;
  keyOf: (row: T) => string;
  nameOf: (row: T) => string;
  selectable?: boolean;
  open?: (row: T) => void;
  actions?: (row: T) => Action[];
}

const rowHeight = 32;
const selectionWidth = '32px';
const actionsWidth = '40px';

/** A table that renders only the visible rows. Arrow keys move, Space selects, Enter opens, x opens the actions. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, columns, list, keyOf, selectable, open, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const shown = useMemo(() => columns.filter((column) => (column.from ?? 0) <= width), [columns, width]);
  const tracks = [selectable && selectionWidth, ...shown.map((column) => column.width), actions && actionsWidth]
    .filter(Boolean)
    .join(' ');
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const current = Math.min(active, Math.max(0, rows.length - 1));

  useEffect(() => {
    if (!wantsFocus.current) return;
    // A row that was not visible exists only after the table has scrolled, which renders it again.
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus();
  });

  // Rows are not rendered again when the selection of others changes, so they need the newest state of the list.
  const newest = useRef(list);
  useEffect(() => {
    newest.current = list;
  });
  const toggle = useCallback((key: string) => {
    const selected = new Set(newest.current.selected);
    if (!selected.delete(key)) selected.add(key);
    newest.current.setSelected(selected);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (!event.currentTarget.contains(target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest('input:not([type=checkbox]), textarea, select')) return;
    // Rows that appear or disappear move the focused one.
    const focused = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? current);
    const next = targetRow(event.key, focused, rows.length);
    if (next !== undefined) {
      event.preventDefault();
      wantsFocus.current = true;
      setActive(next);
      virtualizer.scrollToIndex(next);
      return;
    }
    const row = rows[focused];
    if (!row || target.getAttribute('role') !== 'row') return;
    if (event.key === ' ' && selectable) toggle(keyOf(row));
    else if (event.key === 'Enter' && open) open(row);
    else if (event.key === 'x') target.querySelector<HTMLElement>('.menu-button')?.click();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className="table"
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={selectable ?? undefined}
      onKeyDown={onKeyDown}
    >
      <HeaderRow {...props} columns={shown} tracks={tracks} />
      <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const key = keyOf(row);
          return (
            <TableRow
              key={key}
              row={row}
              index={index}
              top={start}
              tracks={tracks}
              columns={shown}
              name={props.nameOf(row)}
              selected={list.selected.has(key)}
              tabbable={index === current}
              toggle={selectable ? () => toggle(key) : undefined}
              focused={() => setActive(index)}
              actions={actions}
            />
          );
        })}
      </div>
      {rows.length === 0 && <p className="note">{text.table.noMatch}</p>}
    </div>
  );
}
