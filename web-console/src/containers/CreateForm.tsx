import { type SubmitEvent, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call';
import type { CreateRequest } from '../api/model';
import { newIdempotencyKey } from '../api/send';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { SameAs } from '../operations/SameAs';
import { usePerform } from '../operations/useOperations';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import { CreateFieldSet } from './CreateFieldSet';
import { Preview } from './Preview';
import { type CreateFields, requestOf, shellOf } from './createRequest';

interface CreateFormProps {
  fields: CreateFields;
  change: (part: Partial<CreateFields>) => void;
  clear: () => void;
}

export function CreateForm({ fields, change, clear }: CreateFormProps) {
  const perform = usePerform();
  const [, navigate] = useLocation();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const attempt = useRef<{ of: string; key: string }>(undefined);
  const { request, invalid } = useMemo(() => read(fields), [fields]);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!request || busy) return;
    const body = JSON.stringify(request);
    if (attempt.current?.of !== body) attempt.current = { of: body, key: newIdempotencyKey() };
    setBusy(true);
    setError(undefined);
    try {
      await perform(createOperation(request), attempt.current.key);
      clear();
      navigate('/');
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="create-form" onSubmit={(event) => void submit(event)}>
      <CreateFieldSet fields={fields} change={change} />
      {invalid && <p className="warning">{say(text.create.invalid, { cause: invalid })}</p>}
      {error !== undefined ? <ProblemNote error={error} /> : <Preview request={request} />}
      {request && <SameAs operation={createOperation(request)} />}
      <div className="buttons">
        <Button type="submit" kind="primary" disabled={!request || busy}>
          {text.create.submit}
        </Button>
      </div>
    </form>
  );
}

function read(fields: CreateFields): { request?: CreateRequest; invalid?: string } {
  if (!fields.image.trim()) return {};
  try {
    return { request: requestOf(fields) };
  } catch (error) {
    return { invalid: error instanceof Error ? error.message : String(error) };
  }
}

function createOperation(request: CreateRequest): Operation {
  return {
    title: say(text.actions.create, { name: request.name ?? request.namePattern ?? request.image }),
    shell: shellOf(request),
    call: call('post', '/v1/containers', { body: request }),
  };
}
