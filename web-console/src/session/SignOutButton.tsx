import { useState } from 'react';
import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import { signOut } from './signOut';

/** Signs out, for people who cannot or do not want to continue with this sign-in. Shows why that failed. */
export function SignOutButton() {
  const [failure, setFailure] = useState<unknown>();
  return (
    <>
      {failure !== undefined && <ProblemNote error={failure} />}
      <Button onClick={() => void signOut().catch(setFailure)}>{text.app.signOut}</Button>
    </>
  );
}
