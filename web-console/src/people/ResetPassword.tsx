import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { PasswordShown } from './PasswordShown';
import { resetPassword } from './operations';

export function ResetPassword({ name, close }: { name: string; close: () => void }) {
  const [password, setPassword] = useState<string>();
  if (password !== undefined) return <PasswordShown name={name} password={password} close={close} />;
  return (
    <OperationDialog
      operation={resetPassword(name)}
      submit={text.people.resetPassword}
      close={close}
      done={(answer) => setPassword((answer as { oneTimePassword: string }).oneTimePassword)}
    >
      <p>{say(text.people.resetQuestion, { name })}</p>
    </OperationDialog>
  );
}
