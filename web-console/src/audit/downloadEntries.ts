import type { AuditEntry } from '../api/model';

/** Saves entries as a file, one JSON object a line. */
export function downloadEntries(entries: readonly AuditEntry[]): void {
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'audit.ndjson';
  link.click();
  URL.revokeObjectURL(address);
}
