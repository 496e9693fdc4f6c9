import { useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button as FileButton } from 'react-aria-components/Button';
import { call } from '../api/call';
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
import { importOperation } from './operations';
import { RegistryFieldSet, credentialsOf, emptyRegistryFields } from './registry';

const t = text.importImage;
const archiveType = 'application/x-tar';
type Source = 'archive' | 'registry';

/** Imports an image from an archive of this machine, or from a registry. Nothing of this form is kept as a draft. */
export function ImportImage({ close }: { close: () => void }) {
  const [source, setSource] = useState<Source>('archive');
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');
  const [file, setFile] = useState<File>();
  const [registry, setRegistry] = useState(emptyRegistryFields);
  const { upload, start } = useUpload(close);
  const from = source === 'registry' ? registry : undefined;
  const complete = name && (from ? from.reference : file);
  if (upload) return <UploadProgress upload={upload} close={close} />;
  const accepted = (answer: unknown) => {
    if (!isPending(answer)) close();
    else if (!from && file) start(answer.intent, file);
    else {
      // If this fails, the import fails, and its outcome names the reason.
      const path = { intent: answer.intent };
      const credentials = call('put', '/v1/uploads/{intent}/credentials', { path, body: credentialsOf(registry) });
      void send(credentials).catch(() => undefined);
      close();
    }
  };
  return (
    <OperationDialog
      operation={complete ? importOperation(name, message, from) : undefined}
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
        <div className="field">
          <FileTrigger acceptedFileTypes={['.tar', '.gz', '.tgz']} onSelect={(files) => setFile(files?.[0])}>
            <FileButton className="button">{text.you.keyFile}</FileButton>
          </FileTrigger>
          <p className="hint">{file ? `${file.name}, ${formatBytes(file.size)}` : t.archiveHint}</p>
        </div>
      ) : (
        <RegistryFieldSet fields={registry} change={(part) => setRegistry({ ...registry, ...part })} />
      )}
      <TextField label={t.name} hint={t.nameHint} value={name} onChange={setName} required />
      <TextField label={text.commitContainer.note} value={message} onChange={setMessage} />
      <p className="note">{t.tested}</p>
    </OperationDialog>
  );
}

interface UploadState {
  sent: number;
  total: number;
  error?: unknown;
}

/** Sends the archive of an accepted import, while the dialog is open. */
function useUpload(done: () => void) {
  const [upload, setUpload] = useState<UploadState>();
  const cancel = useRef<AbortController>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);
  const start = (intent: string, file: File) => {
    const controller = new AbortController();
    const total = file.size;
    cancel.current = controller;
    setUpload({ sent: 0, total });
    const progress = (sent: number) => setUpload({ sent, total });
    uploadFile(`/v1/uploads/${intent}`, file, archiveType, progress, controller.signal).then(done, (error: unknown) => {
      if (!controller.signal.aborted) setUpload({ sent: 0, total, error });
    });
  };
  return { upload, start };
}

function UploadProgress({ upload, close }: { upload: UploadState; close: () => void }) {
  const { sent, total, error } = upload;
  useDialogGuard(error === undefined);
  return (
    <>
      {error === undefined ? (
        <>
          <p role="status">{say(t.sending, { sent: formatBytes(sent), total: formatBytes(total) })}</p>
          <progress aria-label={t.progress} value={sent} max={total} />
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
