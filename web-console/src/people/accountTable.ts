// Reads a table of accounts, as ./dcm user import does.
import type { components } from '#openapi';
import { say, text } from '../messages/messages';
import { endOfDay } from './operations';

type Row = components['schemas']['OpenRequest'];

const columns = ['name', 'displayName', 'role', 'email', 'group', 'expiresAt'] as const;
type Column = (typeof columns)[number];

/** The accounts in a table, or why it cannot be read. */
export function readAccountTable(csv: string): { rows: Row[] } | { wrong: string } {
  const [header, ...lines] = readCsv(csv);
  if (!header) return { wrong: text.people.importEmpty };
  const unknown = header.find((name) => !isColumn(name));
  if (unknown !== undefined) return { wrong: say(text.people.importUnknown, { column: unknown }) };
  if (!header.includes('name')) return { wrong: text.people.importNoName };
  if (lines.length === 0) return { wrong: text.people.importEmpty };
  return { rows: lines.map((line) => rowOf(header as Column[], line)) };
}

function isColumn(name: string): name is Column {
  return (columns as readonly string[]).includes(name);
}

function rowOf(header: readonly Column[], line: readonly string[]): Row {
  const row: Partial<Record<Column, string>> = {};
  header.forEach((column, index) => {
    const value = line[index]?.trim();
    if (value) row[column] = column === 'expiresAt' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? endOfDay(value) : value;
  });
  return row as Row;
}

/** Reads comma-separated values; a value in quotes can contain commas, quotes ("") and ends of lines. Empty lines are left out. */
export function readCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let quoted = false;
  const endRow = () => {
    row.push(value);
    if (row.length > 1 || row[0]?.trim()) rows.push(row);
    row = [];
    value = '';
  };
  for (let i = 0; i < csv.length; i++) {
    const char = csv.charAt(i);
    if (quoted) {
      if (char !== '"') value += char;
      else if (csv.charAt(i + 1) === '"') value += csv.charAt(i++);
      else quoted = false;
    } else if (char === '"' && !value) quoted = true;
    else if (char === ',') {
      row.push(value);
      value = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') value += char;
  }
  endRow();
  return rows;
}
