import { Link } from 'wouter';
import { say, text } from '../messages/messages';
import { useRequest } from '../operations/useRequest';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { Section } from '../ui/Page';
import { ProblemNote } from '../ui/ProblemNote';
import { formatTime } from '../ui/format';
import { type TerminalEntry, endTerminal, terminalPage, terminalsKey, useTerminals } from './terminals';

const t = text.terminal;

/** The person's terminals, to enter or to end. */
export function YourTerminals() {
  const terminals = useTerminals();
  const { run, error } = useRequest(terminalsKey);
  return (
    <Section title={t.yours}>
      {error !== undefined && <ProblemNote error={error} />}
      <Answer query={terminals} feature={t.feature}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">{t.none}</p>
          ) : (
            <ul className="plain" aria-label={t.yours}>
              {items.map((entry) => (
                <TerminalItem key={entry.id} entry={entry} end={() => void run(() => endTerminal(entry.id))} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function TerminalItem({ entry, end }: { entry: TerminalEntry; end: () => void }) {
  const { id, container, name, user, openedAt, endsAt } = entry;
  return (
    <li className="line-item">
      <Link href={terminalPage(container, id)}>{say(t.of, { user, name })}</Link>
      <span className="muted">
        {say(t.openedAt, { at: formatTime(openedAt) })} · {endsAt ? say(t.endsAt, { at: formatTime(endsAt) }) : t.shown}
      </span>
      <Button onClick={end} aria-label={say(t.endOf, { user, name })}>
        {t.end}
      </Button>
    </li>
  );
}
