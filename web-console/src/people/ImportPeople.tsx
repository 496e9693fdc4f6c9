import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import type { components } from '#openapi';
import { call } from '../api/call';
import { text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { ImportedPasswords } from './ImportedPasswords';
import { readAccountTable } from './accountTable';

type Report = components['schemas']['Report'];

const t = text.people;

/** Imports accounts from a table: first a check, then the same with effect. */
export function ImportPeople({ close }: { close: () => void }) {
  const [csv, setCsv] = useState('');
  // The check is for one content; a changed table is checked again.
  const [report, setReport] = useState<{ of: string; answer: Report }>();
  const table = csv.trim() ? readAccountTable(csv) : undefined;
  const checked = report?.of === csv ? report.answer : undefined;
  const dryRun = checked === undefined;
  const rows = table && 'rows' in table ? table.rows : undefined;
  if (checked && !checked.dryRun) {
    return (
      <>
        <p>{t.importDone}</p>
        <ReportTable report={checked} />
        <ImportedPasswords report={checked} close={close} />
      </>
    );
  }
  return (
    <OperationDialog
      operation={
        rows && {
          title: t.importTitle,
          readOnly: dryRun,
          shell: ['user', 'import', '-', ...(dryRun ? ['--dry-run'] : [])],
          call: call('post', '/v1/bulk/users', { query: { dryRun }, body: { items: rows } }),
        }
      }
      submit={dryRun ? t.importCheck : t.importRun}
      close={close}
      done={(answer) => setReport({ of: csv, answer: answer as Report })}
    >
      <DropZone
        className="drop"
        aria-label={t.importTitle}
        onDrop={({ items }) => {
          for (const item of items) {
            if (item.kind === 'file') {
              void item
                .getFile()
                .then((file) => file.text())
                .then(setCsv);
            }
          }
        }}
      >
        <TextField
          label={t.importTitle}
          hint={t.importHint}
          error={table && 'wrong' in table ? table.wrong : undefined}
          rows={8}
          value={csv}
          onChange={setCsv}
        />
      </DropZone>
      {checked && (
        <>
          <p>{t.importChecked}</p>
          <ReportTable report={checked} />
        </>
      )}
    </OperationDialog>
  );
}

function ReportTable({ report }: { report: Report }) {
  const columns = t.importColumns;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.importTitle}>
      <table className="records">
        <thead>
          <tr>
            <th>{columns.line}</th>
            <th>{columns.name}</th>
            <th>{columns.action}</th>
            <th>{columns.changes}</th>
            <th>{columns.password}</th>
          </tr>
        </thead>
        <tbody>
          {report.items.map((item) => (
            <tr key={item.line}>
              <td>{item.line}</td>
              <td>{item.name}</td>
              <td>{t.importActions[item.action]}</td>
              <td>{item.changes.join('; ')}</td>
              <td>
                <code>{item.oneTimePassword}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
