import { useState } from 'react';
import { call } from '../api/call';
import type { QuotaLimits } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { LimitsFields } from './LimitsFields';
import { fieldsOf, limitOptions, limitsOf } from './limits';

interface LimitsFormProps {
  name: string;
  limits: QuotaLimits;
  close: () => void;
}

/** Sets the limits of an account. */
export function LimitsForm({ name, limits, close }: LimitsFormProps) {
  const [fields, setFields] = useState(() => fieldsOf(limits));
  const ifMatch = useTag(call('get', '/v1/users/{name}/quota', { path: { name } }));
  const chosen = limitsOf(fields);
  return (
    <OperationDialog
      operation={{
        title: say(text.actions.of, { action: text.limits.set, name }),
        shell: ['user', 'quota', name, ...limitOptions(chosen)],
        call: call('put', '/v1/users/{name}/quota', { path: { name }, body: chosen, ifMatch }),
      }}
      submit={text.limits.set}
      preview
      close={close}
    >
      <LimitsFields fields={fields} change={setFields} />
    </OperationDialog>
  );
}
