import { useSyncExternalStore } from 'react';
import { say, text } from '../messages/messages';
import { Button } from '../ui/Button';
import { DialogFrame } from '../ui/Dialogs';
import { SignOutButton } from './SignOutButton';
import { session } from './session';

/** Asks for a new sign-in when the session has ended. The page behind it stays, and forms keep their drafts. */
export function SignInAgain() {
  const reason = useSyncExternalStore(session.subscribe, session.endReason);
  if (reason === undefined) return null;
  return (
    <DialogFrame title={text.session.ended}>
      <p>{say(text.session.why, { reason })}</p>
      <p>{text.session.kept}</p>
      <div className="buttons">
        {/* The gateway answers a request for a page with the sign-in, and then returns to this page. */}
        <Button kind="primary" autoFocus onClick={() => location.reload()}>
          {text.session.again}
        </Button>
        <SignOutButton />
      </div>
    </DialogFrame>
  );
}
