import { Link } from 'wouter';
import type { AuditEntry } from '../api/model';
import { useAudit } from '../audit/useAudit';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Section } from '../ui/Page';
import { formatTime } from '../ui/format';

const t = text.overview;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const shown = 20;

/** The newest rejected requests of the last day. */
export function Refusals() {
  const now = Date.now();
  // A page stays open for days. The list is read again once an hour, not whenever it is drawn.
  const since = new Date(Math.floor((now - dayMs) / hourMs) * hourMs).toISOString();
  const refusals = useAudit({ account: '', actor: '', action: '', result: 'refused', since }, 1, shown);
  const ofLastDay = ({ at }: AuditEntry) => Date.parse(at) >= now - dayMs;
  return (
    <Section title={t.refusals} aside={<Link href="/admin/audit?result=refused">{text.nav.audit}</Link>}>
      <Answer query={refusals}>
        {({ items }) =>
          !items.some(ofLastDay) ? (
            <p className="note">{t.noRefusals}</p>
          ) : (
            <ul className="bare">
              {items
                .filter(ofLastDay)
                .slice(0, shown)
                .map(({ id, at, account, actor, action, detail }) => (
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
