import { say, text } from '../messages/messages';
import { useDialogGuard } from '../ui/Dialogs';
import { Button } from '../ui/Button';
import { Command } from '../ui/Command';

interface PasswordShownProps {
  name: string;
  /** Absent if the identity provider is not managed by DCM. */
  password: string | undefined;
  close: () => void;
}

/** A one-time password, which is not stored anywhere. */
export function PasswordShown({ name, password, close }: PasswordShownProps) {
  useDialogGuard(password !== undefined);
  return (
    <>
      {password && (
        <>
          <p>{say(text.people.passwordOnce, { name })}</p>
          <Command value={password} />
        </>
      )}
      <div className="buttons">
        <Button kind="primary" onClick={close} autoFocus>
          {text.common.close}
        </Button>
      </div>
    </>
  );
}
