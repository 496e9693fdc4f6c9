import { say, text } from '../messages/messages';
import { useRequest } from '../operations/useRequest';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { Section } from '../ui/Page';
import { ProblemNote } from '../ui/ProblemNote';
import { formatTime } from '../ui/format';
import {
  type BrowserSessionEntry,
  browserName,
  browserSessionsKey,
  endBrowserSession,
  useBrowserSessions,
} from './browserSessions';

const t = text.you.sessions;

/** Where the user is signed in with a browser, to end what should not be. */
export function BrowserSessionSection() {
  const sessions = useBrowserSessions();
  const { run, error } = useRequest(browserSessionsKey);
  const others = sessions.data?.items.some(({ current }) => !current);
  return (
    <Section
      title={t.title}
      aside={others && <Button onClick={() => void run(() => endBrowserSession())}>{t.endOthers}</Button>}
    >
      <p className="note">{t.hint}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <Answer query={sessions} feature={t.feature}>
        {({ items }) => (
          <ul className="plain" aria-label={t.title}>
            {items.map((entry) => (
              <SessionItem key={entry.id} entry={entry} end={() => void run(() => endBrowserSession(entry.id))} />
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  );
}

function SessionItem({ entry, end }: { entry: BrowserSessionEntry; end: () => void }) {
  const { current, open, address, userAgent, startedAt, lastUsedAt } = entry;
  const from = { browser: browserName(userAgent), address };
  return (
    <li className="line-item">
      <span title={userAgent}>{say(t.from, from)}</span>
      <span className="muted">
        {say(t.since, { at: formatTime(startedAt) })} ·{' '}
        {open ? t.open : say(t.lastUsed, { at: formatTime(lastUsedAt) })}
      </span>
      {current ? (
        <strong>{t.current}</strong>
      ) : (
        <Button onClick={end} aria-label={say(t.endOf, from)}>
          {t.end}
        </Button>
      )}
    </li>
  );
}
