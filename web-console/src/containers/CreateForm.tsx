import { type SubmitEvent, useMemo } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call';
import type { CreateRequest } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { Preview } from '../operations/Preview';
import { SameAs } from '../operations/SameAs';
import { useSubmit } from '../operations/useSubmit';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import { CreateFieldSet } from './CreateFieldSet';
import { type CreateFields, requestOf, shellOf } from './createRequest';

interface CreateFormProps {
  fields: CreateFields;
  change: (part: Partial<CreateFields>) => void;
  clear: () => void;
}

export function CreateForm({ fields, change, clear }: CreateFormProps) {
  const [, navigate] = useLocation();
  const { request, invalid } = useMemo(() => read(fields), [fields]);
  const operation = request && createOperation(request);
  const { submit, busy, error } = useSubmit(operation);

  const create = (event: SubmitEvent) => {
    event.preventDefault();
    if (!operation || busy) return;
    void submit(operation, () => {
      clear();
      navigate('/');
    });
  };

  return (
    <form className="create-form" onSubmit={create}>
      <CreateFieldSet fields={fields} change={change} />
      {invalid && <p className="warning">{say(text.create.invalid, { cause: invalid })}</p>}
      {error !== undefined ? <ProblemNote error={error} /> : <Preview call={operation?.call} />}
      {operation && <SameAs operation={operation} />}
      <div className="buttons">
        <Button type="submit" kind="primary" disabled={!operation || busy}>
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
