import { expect, test } from 'vitest';
import { type Column, searchRows, sortRows } from './column';
import { readSort, withParameter, writeSort } from './listState';
import { targetRow } from './rowKeys';

interface Row {
  name: string;
  size?: number;
}

const columns: Column<Row>[] = [
  { id: 'name', title: '', width: '', cell: () => '', sortBy: ({ name }) => name },
  { id: 'size', title: '', width: '', cell: () => '', sortBy: ({ size }) => size },
];
const rows: Row[] = [{ name: 'node-10', size: 1 }, { name: 'node-9' }, { name: 'Node-1', size: 2 }];
const names = (list: readonly Row[]) => list.map(({ name }) => name);

test('names are sorted by their numbers', () => {
  expect(names(sortRows(rows, columns, { column: 'name', descending: false }))).toEqual([
    'Node-1',
    'node-9',
    'node-10',
  ]);
});

test('rows are sorted by name if no order is chosen', () => {
  expect(names(sortRows(rows, columns, undefined))).toEqual(['Node-1', 'node-9', 'node-10']);
  expect(names(sortRows(rows, columns.slice(1), undefined))).toEqual(names(rows));
});

test('rows without a value come last in both directions', () => {
  expect(names(sortRows(rows, columns, { column: 'size', descending: false }))).toEqual([
    'node-10',
    'Node-1',
    'node-9',
  ]);
  expect(names(sortRows(rows, columns, { column: 'size', descending: true }))).toEqual(['Node-1', 'node-10', 'node-9']);
});

test('every word of a search has to be found', () => {
  expect(names(searchRows(rows, ' NODE 9 ', ({ name }) => name))).toEqual(['node-9']);
});

test('the address holds the sort order', () => {
  for (const parameter of ['name', '-size']) {
    const sort = readSort(parameter);
    expect(sort && writeSort(sort)).toBe(parameter);
  }
  expect(withParameter(new URLSearchParams('q=a&sort=name'), 'q', '').toString()).toBe('sort=name');
});

test('keys do not leave the table', () => {
  expect(targetRow('j', 2, 3)).toBe(2);
  expect(targetRow('k', 0, 3)).toBe(0);
  expect(targetRow('End', 0, 3)).toBe(2);
  expect(targetRow('j', 0, 0)).toBeUndefined();
  expect(targetRow('q', 0, 3)).toBeUndefined();
});
