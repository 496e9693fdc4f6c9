import { useEffect, useId, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button as FileButton } from 'react-aria-components/Button';
import { send } from '../api/send';
import { uploadFile } from '../api/upload';
import { say, text } from '../messages/messages';
import { isPending } from '../operations/Operation';
import { OperationDialog } from '../operations/OperationDialog';
import { Button } from '../ui/Button';
import { useDialogGuard } from '../ui/Dialogs';
import { ProblemNote } from '../ui/ProblemNote';
import { SelectField, TextField } from '../ui/fields';
import { formatBytes } from '../ui/format';
import { archiveType, credentialsCall, importOperation } from './operations';
import { type RegistryFields, RegistryFieldSet, emptyRegistryFields } from './registry';

const t = text.importImage;
type Source = 'archive' | 'registry';

/** Imports an image from an archive of this machine, or from a registry. Nothing of this form is kept as a draft. */
export function ImportImage({ close }: { close: () => void }) {
  const [source, setSource] = useState<Source>('archive');
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');
  const [file, setFile] = useState<File>();
  const [registry, setRegistry] = useState(emptyRegistryFields);
  const { transfer, upload, sendCredentials } = useTransfer(close);
  const from = source === 'registry' ? registry : undefined;
  const origin = from ? from.reference && from : file?.name;
  if (transfer) return <TransferProgress transfer={transfer} close={close} />;
  const accepted = (answer: unknown) => {
    if (!isPending(answer)) close();
    else if (from) sendCredentials(answer.intent, from);
    else if (file) upload(answer.intent, file);
  };
  return (
    <OperationDialog
      operation={name && origin ? importOperation(name, message, origin) : undefined}
      submit={t.submit}
      preview
      close={close}
      done={accepted}
    >
      <SelectField
        label={t.source}
        value={source}
        options={Object.entries(t.sources) as [Source, string][]}
        onChange={setSource}
      />
      {source === 'archive' ? (
        <ArchiveField file={file} change={setFile} />
      ) : (
        <RegistryFieldSet fields={registry} change={(part) => setRegistry({ ...registry, ...part })} />
      )}
      <TextField label={t.name} hint={t.nameHint} value={name} onChange={setName} required />
      <TextField label={text.commitContainer.note} value={message} onChange={setMessage} />
      <p className="note">{t.tested}</p>
    </OperationDialog>
  );
}

function ArchiveField({ file, change }: { file: File | undefined; change: (file: File | undefined) => void }) {
  const id = useId();
  return (
    <div className="field" role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <span id={id} className="label">
        {t.archive}
      </span>
      <FileTrigger acceptedFileTypes={['.tar', '.gz', '.tgz']} onSelect={(files) => change(files?.[0])}>
        <FileButton className="button">{text.common.chooseFile}</FileButton>
      </FileTrigger>
      <p id={`${id}-hint`} className="hint">
        {file ? `${file.name}, ${formatBytes(file.size)}` : t.archiveHint}
      </p>
    </div>
  );
}

/** What is sent for an accepted import. */
interface Transfer {
  /** The bytes of an archive; undefined for credentials. */
  progress?: { sent: number; total: number };
  error?: unknown;
}

/** Sends the archive or the credentials for an accepted import, while the dialog is open. */
function useTransfer(done: () => void) {
  const [transfer, setTransfer] = useState<Transfer>();
  const cancel = useRef<AbortController>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);
  const begin = (first: Transfer, request: (signal: AbortSignal) => Promise<unknown>) => {
    const controller = new AbortController();
    cancel.current = controller;
    setTransfer(first);
    request(controller.signal).then(done, (error: unknown) => {
      if (!controller.signal.aborted) setTransfer({ error });
    });
  };
  const upload = (intent: string, file: File) => {
    const total = file.size;
    const report = (sent: number) => setTransfer({ progress: { sent, total } });
    begin({ progress: { sent: 0, total } }, (signal) =>
      uploadFile(`/v1/uploads/${intent}`, file, archiveType, report, signal),
    );
  };
  const sendCredentials = (intent: string, from: RegistryFields) =>
    begin({}, (signal) => send(credentialsCall(intent, from), { signal }));
  return { transfer, upload, sendCredentials };
}

function TransferProgress({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { progress, error } = transfer;
  useDialogGuard(error === undefined);
  return (
    <>
      {error === undefined ? (
        <>
          <p role="status">{progress ? t.sending : t.sendingCredentials}</p>
          {progress && <SentBytes {...progress} />}
        </>
      ) : (
        <ProblemNote error={error} />
      )}
      <div className="buttons">
        <Button onClick={close}>{error === undefined ? text.common.cancel : text.common.close}</Button>
      </div>
    </>
  );
}

function SentBytes({ sent, total }: { sent: number; total: number }) {
  return (
    <>
      <p>{say(t.sent, { sent: formatBytes(sent), total: formatBytes(total) })}</p>
      <progress aria-label={t.progress} value={sent} max={total} />
    </>
  );
}
