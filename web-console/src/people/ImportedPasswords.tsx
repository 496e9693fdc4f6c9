import { useState } from 'react';
import type { components } from '#openapi';
import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { CopyButton } from '../ui/CopyButton';
import { useDialogGuard } from '../ui/Dialogs';
import { saveFile } from '../ui/saveFile';

type Report = components['schemas']['Report'];

const t = text.people;

/** Copies or saves the one-time passwords of an import. Before that, the dialog is closed by its button only. */
export function ImportedPasswords({ report, close }: { report: Report; close: () => void }) {
  const [kept, setKept] = useState(false);
  const csv = passwordTable(report);
  useDialogGuard(csv !== undefined && !kept);
  return (
    <div className="buttons">
      {csv && (
        <>
          <CopyButton value={csv} label={t.importCopy} done={() => setKept(true)}>
            {t.importCopy}
          </CopyButton>
          <Button
            onClick={() => {
              saveFile('passwords.csv', 'text/csv', [csv]);
              setKept(true);
            }}
          >
            {t.importSave}
          </Button>
        </>
      )}
      <Button onClick={close}>{text.common.close}</Button>
    </div>
  );
}

/** A CSV table with the accounts that have a one-time password; undefined if there is none. Neither value needs quotes. */
export function passwordTable({ items }: Pick<Report, 'items'>): string | undefined {
  const rows = items.flatMap(({ name, oneTimePassword }) => (oneTimePassword ? [`${name},${oneTimePassword}`] : []));
  return rows.length === 0 ? undefined : ['name,oneTimePassword', ...rows, ''].join('\n');
}
