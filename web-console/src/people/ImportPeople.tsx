import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import type { components } from '#openapi';
import { Button as FileButton } from 'react-aria-components/Button';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { Call } from '../api/call';
import { count, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { TextField } from '../ui/fields';
import { ImportedPasswords } from './ImportedPasswords';

type Report = components['schemas']['Report'];

const t = text.people;

/** Imports accounts from a table: first a check, then the same with effect. */
export function ImportPeople({ close }: { close: () => void }) {
  const [csv, setCsv] = useState('');
  const [report, setReport] = useState<{ of: string; answer: Report }>();
  // The check is for one content; a changed table is checked again. The report of an import has passwords and stays.
  const checked = report && (report.of === csv || !report.answer.dryRun) ? report.answer : undefined;
  const dryRun = checked === undefined;
  const rejected = checked?.items.filter(({ action }) => action === 'refuse').length ?? 0;
  const read = async (file: File | undefined) => {
    if (file) setCsv(await file.text());
  };
  if (checked && !checked.dryRun) {
    return (
      <>
        <p>{t.importDone}</p>
        {rejected > 0 && <p className="warning">{count(rejected, t.importRejected)}</p>}
        <ReportTable report={checked} />
        <ImportedPasswords report={checked} close={close} />
      </>
    );
  }
  return (
    <OperationDialog
      operation={
        csv.trim() && rejected === 0
          ? {
              title: t.importTitle,
              readOnly: dryRun,
              shell: ['user', 'import', '-', ...(dryRun ? ['--dry-run'] : [])],
              call: importCall(csv, dryRun),
            }
          : undefined
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
            if (item.kind === 'file') void item.getFile().then(read);
          }
        }}
      >
        <TextField label={t.importTitle} hint={t.importHint} rows={8} value={csv} onChange={setCsv} />
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void read(files?.[0])}>
          <FileButton className="button">{text.common.chooseFile}</FileButton>
        </FileTrigger>
      </DropZone>
      {checked && (
        <>
          <p>{t.importChecked}</p>
          {rejected > 0 && <p className="warning">{count(rejected, t.importRejected)}</p>}
          <ReportTable report={checked} />
        </>
      )}
    </OperationDialog>
  );
}

/** The server reads the table, since it knows the lines, all columns and other separators. */
function importCall(csv: string, dryRun: boolean): Call<Report> {
  return { method: 'post', path: '/v1/bulk/users', query: { dryRun }, contentType: 'text/csv', body: csv };
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
