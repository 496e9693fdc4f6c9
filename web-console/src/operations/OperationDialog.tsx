import type { ReactNode, SubmitEvent } from 'react';
import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { useDialogGuard } from '../ui/Dialogs';
import { ProblemNote } from '../ui/ProblemNote';
import type { Operation } from './Operation';
import { Preview } from './Preview';
import { SameAs } from './SameAs';
import { useSubmit } from './useSubmit';

interface OperationDialogProps {
  /** Undefined while the form is incomplete. */
  operation: Operation | undefined;
  submit: string;
  danger?: boolean;
  /** Whether to show what the server would decide: the call has a dry run. */
  preview?: boolean;
  children: ReactNode;
  /** Without it, the form is part of a page and cannot be cancelled. */
  close?: (() => void) | undefined;
  /** Called with the answer instead of closing. */
  done?: (answer: unknown) => void;
}

/** The content of a dialog that asks before an operation, shows the commands that do the same, and why it was rejected. */
export function OperationDialog({ operation, submit, danger, preview, children, close, done }: OperationDialogProps) {
  const { submit: send, busy, changing, error } = useSubmit(operation);
  // An answer that is needed, such as a password, would be lost with the dialog.
  const awaited = changing && done !== undefined;
  useDialogGuard(awaited);
  const run = (event: SubmitEvent) => {
    event.preventDefault();
    if (operation && !busy) void send(operation, done ?? (() => close?.()));
  };

  return (
    <form onSubmit={run} className="operation-form">
      {children}
      {error !== undefined ? <ProblemNote error={error} /> : preview && <Preview call={operation?.call} />}
      {operation && <SameAs operation={operation} />}
      <div className="buttons">
        {close && (
          <Button onClick={close} disabled={awaited}>
            {text.common.cancel}
          </Button>
        )}
        <Button type="submit" kind={danger ? 'danger' : 'primary'} disabled={!operation || busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
