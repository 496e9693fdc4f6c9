import type { ReactNode } from 'react';
import { count, say, text } from '../messages/messages';
import type { ListState } from './listState';

interface TableBarProps {
  list: ListState;
  /** Undefined while the rows are unknown. */
  shown: number | undefined;
  total: number | undefined;
  children?: ReactNode;
}

/** What is above a table: the search field, other filters, and how many rows are shown. */
export function TableBar({ list, shown, total, children }: TableBarProps) {
  return (
    <div className="table-bar">
      <input
        type="search"
        className="search"
        aria-label={text.table.search}
        placeholder={`${text.table.search} ( / )`}
        value={list.search}
        onChange={(event) => list.setSearch(event.target.value)}
      />
      {children}
      <span className="count" aria-live="polite">
        {shown !== undefined && total !== undefined && countText(shown, total)}
      </span>
    </div>
  );
}

function countText(shown: number, total: number): string {
  const all = count(total, text.table.shown);
  return shown === total ? all : say(text.table.ofTotal, { shown, total: all });
}

interface FilterSelectProps {
  label: string;
  value: string;
  any: string;
  options: readonly (readonly [value: string, title: string])[];
  onChange: (value: string) => void;
}

export function FilterSelect({ label, value, any, options, onChange }: FilterSelectProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{any}</option>
      {options.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </select>
  );
}
