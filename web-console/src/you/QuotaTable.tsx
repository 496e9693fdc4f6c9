import type { Limited, Quota } from '../api/model';
import { say, text } from '../messages/messages';
import { formatNumber } from '../ui/format';
import { Meter, type QuotaName } from './QuotaStrip';

const t = text.quota;

/** All limits, their usage, and whose limits they are. */
export function QuotaTable({ quota }: { quota: Quota }) {
  return (
    <>
      <p className="note">{t.freed}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={text.containers.quota}>
        <table className="records">
          <thead>
            <tr>
              <th>{t.columns.what}</th>
              <th>{t.columns.used}</th>
              <th>{t.columns.limit}</th>
              <th>{t.columns.from}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(quota) as QuotaName[]).map((name) => (
              <QuotaRow key={name} what={t[name]} limited={quota[name]} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function QuotaRow({ what, limited }: { what: string; limited: Limited }) {
  const { used, limit } = limited;
  return (
    <tr>
      <td>{what}</td>
      <td>
        {formatNumber(used)}
        {limit !== undefined && <Meter used={used} limit={limit} label={say(t.meter, { what, used, limit })} />}
      </td>
      <td>{limit === undefined ? text.common.noLimit : formatNumber(limit)}</td>
      <td>
        {limited.from === 'group' ? say(t.from.group, { group: limited.group ?? '' }) : t.from[limited.from]}
        {limited.keptBy && <small> {t.keptBy[limited.keptBy]}</small>}
      </td>
    </tr>
  );
}
