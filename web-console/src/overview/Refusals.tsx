import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../api/call';
import { send } from '../api/send';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Section } from '../ui/Page';
import { formatTime } from '../ui/format';

const t = text.overview;
const dayMs = 86_400_000;
const refreshMs = 15_000;

/** The newest rejected requests of the last day. */
export function Refusals() {
  const refusals = useQuery({
    queryKey: ['live', 'refusals'],
    queryFn: ({ signal }) => {
      const since = new Date(Date.now() - dayMs).toISOString();
      return send(call('get', '/v1/audit', { query: { result: 'refused', since, limit: 20 } }), { signal });
    },
    refetchInterval: refreshMs,
  });
  return (
    <Section title={t.refusals} aside={<Link href="/admin/audit?result=refused">{text.nav.audit}</Link>}>
      <Answer query={refusals}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">{t.noRefusals}</p>
          ) : (
            <ul className="bare">
              {items.map(({ id, at, account, actor, action, detail }) => (
                <li key={id}>
                  {formatTime(at)} · {account ?? actor} · {action}: {detail}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}
