import type { ReactNode } from 'react';
import { text } from '../messages/messages';
import type { Sort } from './listState';

export interface Column<T> {
  id: string;
  title: string;
  /** A track of a CSS grid. */
  width: string;
  /** The width of the table in pixels from which the column is shown. Default: always. */
  from?: number;
  align?: 'end';
  cell: (row: T) => ReactNode;
  /** The value by which rows are sorted; without it, they cannot be sorted by this column. */
  sortBy?: (row: T) => string | number | undefined;
}

const byName: Sort = { column: 'name', descending: false };

/** Sorts rows, by name if no order is chosen and there are names; rows without a value come last. */
export function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], chosen: Sort | undefined): readonly T[] {
  const sort = chosen ?? byName;
  const value = columns.find((column) => column.id === sort.column)?.sortBy;
  if (!value) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return sign * compare(a, b);
  });
}

const collator = new Intl.Collator(text.language, { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** Keeps the rows whose text contains every word of `search`. */
export function searchRows<T>(rows: readonly T[], search: string, textOf: (row: T) => string): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
