import { useState } from 'react';
import { call } from '../api/call';
import type { User } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { SelectField, TextField } from '../ui/fields';
import { bindSignIn, releaseSignIn } from './operations';

const t = text.people;
const ways = ['name', 'subject'] as const;
type Way = (typeof ways)[number];

/** Binds an account to another sign-in at the issuer. */
export function SignInBinding({ person, close }: { person: User; close: () => void }) {
  const { name, signInSubject, signInIssuer } = person;
  const [way, setWay] = useState<Way>('name');
  const [subject, setSubject] = useState('');
  const [issuer, setIssuer] = useState('');
  const ifMatch = useTag(call('get', '/v1/users/{name}', { path: { name } }));
  const bound = subject ? bindSignIn(name, subject, issuer, ifMatch) : undefined;
  return (
    <OperationDialog operation={way === 'name' ? releaseSignIn(name) : bound} submit={t.rebind} danger close={close}>
      <p>
        {signInSubject
          ? say(t.boundTo, { name, subject: signInSubject, issuer: signInIssuer ?? '' })
          : say(t.notBound, { name })}
      </p>
      <SelectField
        label={t.rebindTo}
        value={way}
        options={ways.map((each) => [each, t.rebindWays[each]] as const)}
        onChange={setWay}
      />
      {way === 'subject' && (
        <>
          <TextField label={t.subject} value={subject} onChange={setSubject} required />
          <TextField label={t.issuer} hint={t.issuerHint} value={issuer} onChange={setIssuer} />
        </>
      )}
      <p className="note">{t.rebindEffect}</p>
    </OperationDialog>
  );
}
