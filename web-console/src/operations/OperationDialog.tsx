import { type SubmitEvent, type ReactNode, useRef, useState } from 'react';
import { newIdempotencyKey } from '../api/send';
import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import type { Operation } from './Operation';
import { SameAs } from './SameAs';
import { usePerform } from './useOperations';

interface OperationDialogProps {
  /** Undefined while the form is incomplete. */
  operation: Operation | undefined;
  submit: string;
  danger?: boolean;
  children: ReactNode;
  /** Without it, the form is part of a page and cannot be cancelled. */
  close?: (() => void) | undefined;
  /** Called with the answer instead of closing. */
  done?: (answer: unknown) => void;
}

/** The content of a dialog that asks before an operation, shows the commands that do the same, and why it was rejected. */
export function OperationDialog({ operation, submit, danger, children, close, done }: OperationDialogProps) {
  const perform = usePerform();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  // The same key for a second attempt after a lost connection; a changed form is another request.
  const attempt = useRef<{ of: string; key: string }>(undefined);

  const run = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!operation || busy) return;
    const request = JSON.stringify(operation.call);
    if (attempt.current?.of !== request) attempt.current = { of: request, key: newIdempotencyKey() };
    setBusy(true);
    setError(undefined);
    try {
      const answer = await perform(operation, attempt.current.key);
      if (done) done(answer);
      else close?.();
    } catch (failure) {
      setError(failure);
      if (!isUnknownOutcome(failure)) attempt.current = undefined;
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void run(event)} className="operation-form">
      {children}
      {error !== undefined && <ProblemNote error={error} />}
      {operation && <SameAs operation={operation} />}
      <div className="buttons">
        {close && <Button onClick={close}>{text.common.cancel}</Button>}
        <Button type="submit" kind={danger ? 'danger' : 'primary'} disabled={!operation || busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

function isUnknownOutcome(failure: unknown): boolean {
  const status = (failure as { problem?: { status?: number } }).problem?.status;
  return status === 0 || (status !== undefined && status >= 500);
}
