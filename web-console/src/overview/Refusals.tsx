import { useState } from 'react';
import { Link } from 'wouter';
import { useAudit } from '../audit/useAudit';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Section } from '../ui/Page';
import { formatTime } from '../ui/format';

const t = text.overview;
const dayMs = 86_400_000;
const shown = 20;

/** The newest rejected requests of the last day. */
export function Refusals() {
  const [since] = useState(() => new Date(Date.now() - dayMs).toISOString());
  const refusals = useAudit({ account: '', actor: '', action: '', result: 'refused', since }, 1);
  return (
    <Section title={t.refusals} aside={<Link href="/admin/audit?result=refused">{text.nav.audit}</Link>}>
      <Answer query={refusals}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">{t.noRefusals}</p>
          ) : (
            <ul className="bare">
              {items.slice(0, shown).map(({ id, at, account, actor, action, detail }) => (
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
