import { type SubmitEvent, useState } from 'react';
import type { Image } from '../api/model';
import { ProblemError, connectionProblem } from '../api/problem';
import { fetchConsole } from '../api/send';
import { say, text } from '../messages/messages';
import { SameAs } from '../operations/SameAs';
import { Button } from '../ui/Button';
import { Command } from '../ui/Command';
import { useDialogGuard } from '../ui/Dialogs';
import { ProblemNote } from '../ui/ProblemNote';
import { pushCommands } from './operations';
import { pushResult } from './pushResult';
import { RegistryFieldSet, credentialsOf, emptyRegistryFields } from './registry';

const t = text.pushImage;

/** Pushes an image to a registry, and shows the steps while it does. */
export function PushImage({ image, close }: { image: Image; close: () => void }) {
  const [registry, setRegistry] = useState(emptyRegistryFields);
  const [step, setStep] = useState<string>();
  const [digest, setDigest] = useState<string>();
  const [error, setError] = useState<unknown>();
  const busy = step !== undefined;
  useDialogGuard(busy);
  const push = async () => {
    setError(undefined);
    setStep(t.connecting);
    try {
      const response = await fetchConsole('/console/v1/pushes', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/x-ndjson, application/problem+json' },
        body: JSON.stringify({ image: image.ref, to: registry.reference, ...credentialsOf(registry) }),
      });
      if (!response.body) throw new ProblemError(connectionProblem(t.connecting));
      setDigest(await pushResult(response.body, setStep));
    } catch (failure) {
      setError(failure);
    } finally {
      setStep(undefined);
    }
  };
  if (digest !== undefined) {
    return (
      <>
        <p>{say(t.pushed, { name: image.ref, to: registry.reference })}</p>
        <Command value={digest} />
        <div className="buttons">
          <Button onClick={close} autoFocus>
            {text.common.close}
          </Button>
        </div>
      </>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!busy) void push();
  };
  return (
    <form onSubmit={submit} className="operation-form">
      <RegistryFieldSet fields={registry} change={(part) => setRegistry({ ...registry, ...part })} push />
      {error !== undefined && <ProblemNote error={error} />}
      {step && <p role="status">{step}</p>}
      {registry.reference && <SameAs operation={pushCommands(image, registry)} />}
      <div className="buttons">
        <Button onClick={close} disabled={busy}>
          {text.common.cancel}
        </Button>
        <Button type="submit" kind="primary" disabled={busy || !registry.reference}>
          {t.push}
        </Button>
      </div>
    </form>
  );
}
