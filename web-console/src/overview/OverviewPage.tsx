import { Link } from 'wouter';
import { useHosts } from '../api/lists';
import type { Host, User } from '../api/model';
import { FindingList } from '../hosts/FindingList';
import { openFindings } from '../hosts/columns';
import { count, say, text } from '../messages/messages';
import { usePeople } from '../people/queries';
import { Answer } from '../ui/Answer';
import { Page, Section } from '../ui/Page';
import { formatEnd } from '../ui/format';
import { IssuerSection } from './IssuerSection';
import { Quarantine } from './Quarantine';
import { Refusals } from './Refusals';
import { endingSoon } from './endingSoon';

const t = text.overview;

/** What needs an administrator. */
export default function OverviewPage() {
  const hosts = useHosts();
  const people = usePeople();
  return (
    <Page title={t.title}>
      <Answer query={hosts}>
        {({ items }) => (
          <>
            <p>{totals(items)}</p>
            <Section title={t.findings}>
              <Findings hosts={items} />
            </Section>
          </>
        )}
      </Answer>
      <Refusals />
      <Section title={t.ending}>
        <Answer query={people}>{({ items }) => <Ending people={endingSoon(items, Date.now())} />}</Answer>
      </Section>
      <Quarantine />
      <IssuerSection />
    </Page>
  );
}

function totals(hosts: readonly Host[]): string {
  const sum = (of: (host: Host) => number) => hosts.reduce((total, host) => total + of(host), 0);
  return say(t.totalContainers, {
    running: sum(({ use }) => use.running),
    n: sum(({ use }) => use.containers),
    hosts: count(hosts.length, t.hostCount),
  });
}

function Findings({ hosts }: { hosts: readonly Host[] }) {
  const open = hosts.filter((host) => openFindings(host).length > 0);
  if (open.length === 0) return <p className="note">{t.noFindings}</p>;
  return open.map((host) => <FindingList key={host.name} host={host.name} findings={openFindings(host)} />);
}

function Ending({ people }: { people: readonly User[] }) {
  if (people.length === 0) return <p className="note">{t.noEnding}</p>;
  return (
    <ul className="bare">
      {people.map(({ name, displayName, expiresAt }) => (
        <li key={name}>
          <Link href={`/admin/people/${name}`}>{name}</Link> ({displayName}) ·{' '}
          {say(t.endsAt, { at: formatEnd(expiresAt) })}
        </li>
      ))}
    </ul>
  );
}
