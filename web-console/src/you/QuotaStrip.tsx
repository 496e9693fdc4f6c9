import type { Quota } from '../api/model';
import { say, text } from '../messages/messages';
import { formatNumber } from '../ui/format';

export type QuotaName = keyof Quota;

/** The usage of the limits that are reached first, in one line. */
const stripped: readonly QuotaName[] = ['containers', 'running', 'cpus', 'memoryMiB', 'ports', 'homeMiB'];

export function QuotaStrip({ quota }: { quota: Quota }) {
  return (
    <ul className="quota-strip" aria-label={text.containers.quota}>
      {stripped.map((name) => (
        <QuotaMeter key={name} name={name} quota={quota} />
      ))}
    </ul>
  );
}

function QuotaMeter({ name, quota }: { name: QuotaName; quota: Quota }) {
  const { used, limit } = quota[name];
  const what = text.quota[name];
  const label =
    limit === undefined
      ? say(text.quota.usedOnly, { used: formatNumber(used), what })
      : say(text.quota.of, { used: formatNumber(used), limit: formatNumber(limit), what });
  return (
    <li>
      <span>{label}</span>
      {limit !== undefined && <Meter used={used} limit={limit} label={say(text.quota.meter, { what, used, limit })} />}
    </li>
  );
}

export function Meter({ used, limit, label }: { used: number; limit: number; label: string }) {
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  return <meter aria-label={label} value={share} min={0} max={1} low={0.8} high={0.95} optimum={0} />;
}
