import type { Host } from '../api/model';
import { text } from '../messages/messages';
import { Facts } from '../ui/Facts';
import { formatTime } from '../ui/format';
import { FindingList } from './FindingList';
import { openFindings } from './columns';

const t = text.hosts;

export function HostDetails({ host }: { host: Host }) {
  return (
    <>
      <FindingList findings={openFindings(host)} />
      <Facts
        facts={[
          [t.columns.status, t.statuses[host.status]],
          [text.common.reason, host.reason],
          [t.drainsAt, host.drainAt && formatTime(host.drainAt)],
          [t.aliases, host.aliases.join(', ')],
          [t.sshPorts, host.sshPorts],
          [t.columns.labels, host.labels.join(' ')],
          [t.engine, host.engineVersion],
          [t.worker, host.workerVersion],
          [t.columns.seen, formatTime(host.lastSeen)],
        ]}
      />
    </>
  );
}
