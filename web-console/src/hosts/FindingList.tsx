import type { Host } from '../api/model';
import { say, text } from '../messages/messages';

/** Results of a host's checks, and what to do. */
export function FindingList({ findings, host }: { findings: Host['findings']; host?: string }) {
  return findings.map(({ check, level, detail, remedy }) => (
    <div key={check} className={level === 'problem' ? 'problem' : 'warning'}>
      <p>
        {host && <strong>{host} · </strong>}
        {text.overview.levels[level]} · {check}: {detail}
      </p>
      {remedy && <p>{say(text.overview.remedy, { remedy })}</p>}
    </div>
  ));
}
