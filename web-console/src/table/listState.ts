import { useMemo } from 'react';
import { useSearchParams } from 'wouter';

/** What the address says about a table: filter, sort and selection. */
export interface ListState {
  search: string;
  sort: Sort | undefined;
  selected: ReadonlySet<string>;
  /** The value of another filter; empty if it is not set. */
  filter: (name: string) => string;
  setSearch: (text: string) => void;
  setFilter: (name: string, value: string) => void;
  setSort: (sort: Sort) => void;
  setSelected: (keys: ReadonlySet<string>) => void;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** Reads and writes the address. Changes replace the entry in the browser's history. */
export function useListState(): ListState {
  const [params, setParams] = useSearchParams();
  return useMemo(() => {
    const set = (name: string, value: string) =>
      setParams((before) => withParameter(before, name, value), { replace: true });
    return {
      search: params.get('q') ?? '',
      sort: readSort(params.get('sort')),
      selected: new Set((params.get('selected') ?? '').split(',').filter(Boolean)),
      filter: (name) => params.get(name) ?? '',
      setSearch: (text) => set('q', text),
      setFilter: set,
      setSort: (sort) => set('sort', writeSort(sort)),
      setSelected: (keys) => set('selected', [...keys].join(',')),
    };
  }, [params, setParams]);
}

export function withParameter(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (value) changed.set(name, value);
  else changed.delete(name);
  return changed;
}

/** `name` sorts upwards, `-name` downwards. */
export function readSort(parameter: string | null): Sort | undefined {
  if (!parameter) return undefined;
  return parameter.startsWith('-')
    ? { column: parameter.slice(1), descending: true }
    : { column: parameter, descending: false };
}

export function writeSort({ column, descending }: Sort): string {
  return descending ? `-${column}` : column;
}
