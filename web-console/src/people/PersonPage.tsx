import { useParams } from 'wouter';
import type { User } from '../api/model';
import { GrantSection } from '../grants/GrantSection';
import { LimitsForm } from '../limits/LimitsForm';
import { say, text } from '../messages/messages';
import { ActionMenu } from '../ui/ActionMenu';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Facts } from '../ui/Facts';
import { Page, Section } from '../ui/Page';
import { formatEnd, formatTime } from '../ui/format';
import { QuotaTable } from '../you/QuotaTable';
import { HoldingList } from './HoldingList';
import { PersonKeys } from './PersonKeys';
import { MoveProgress } from './MoveProgress';
import { accountState } from './accountState';
import { useHoldings, usePerson, useQuotaOf } from './queries';
import { usePersonActions } from './usePersonActions';

const t = text.people;

export default function PersonPage() {
  const { name = '' } = useParams();
  const person = usePerson(name);
  const quota = useQuotaOf(name);
  const holdings = useHoldings(name);
  const actions = usePersonActions();
  const openDialog = useDialogs();
  // Nothing can be done with a removed account.
  const removed = person.data !== undefined && accountState(person.data) === 'removed';
  return (
    <Page
      title={name}
      aside={
        person.data &&
        !removed && (
          <ActionMenu
            label={say(text.common.actionsOf, { name })}
            title={text.common.actions}
            actions={actions(person.data).filter((action) => action.id !== 'show')}
          />
        )
      }
    >
      <Answer query={person}>
        {(data) => (
          <>
            <PersonFacts person={data} />
            {!removed && (
              <>
                <PersonKeys person={data} />
                <GrantSection owner={{ kind: 'account', name }} grants={data.grants} />
              </>
            )}
          </>
        )}
      </Answer>
      {!removed && (
        <>
          <Section
            title={t.usage}
            aside={
              person.data && (
                <Button
                  onClick={() =>
                    openDialog(t.limits, (close) => <LimitsForm name={name} limits={person.data.quota} close={close} />)
                  }
                >
                  {text.limits.set}
                </Button>
              )
            }
          >
            <Answer query={quota}>{(data) => <QuotaTable quota={data} />}</Answer>
          </Section>
          <Section title={t.holdings}>
            <Answer query={holdings}>{(data) => <HoldingList holdings={data} />}</Answer>
          </Section>
        </>
      )}
    </Page>
  );
}

function PersonFacts({ person }: { person: User }) {
  const { removal } = person;
  return (
    <Facts
      facts={[
        [t.displayName, person.displayName],
        [t.columns.state, t.states[accountState(person)]],
        [
          text.common.reason,
          person.suspendedSince &&
            say(t.suspendedBecause, {
              since: formatTime(person.suspendedSince),
              reason: person.suspensionReason ?? text.common.none,
            }),
        ],
        [t.role, t.roles[person.role]],
        [t.group, person.group],
        [t.email, person.email],
        [t.expires, formatEnd(person.expiresAt)],
        [t.signIn, person.signInSubject && `${person.signInSubject} · ${person.signInIssuer ?? ''}`],
        [t.homesMove, person.homesMove && <MoveProgress name={person.name} move={person.homesMove} />],
        [
          t.removal,
          removal && (
            <ul className="bare">
              {removal.steps.map(({ step, state, waitingFor }) => (
                <li key={step}>
                  {say(t.removalStep, { step, state })}
                  {waitingFor && ` (${say(t.waitingFor, { hosts: waitingFor.join(', ') })})`}
                </li>
              ))}
              {removal.blockedReason && <li className="warning">{removal.blockedReason}</li>}
            </ul>
          ),
        ],
      ]}
    />
  );
}
