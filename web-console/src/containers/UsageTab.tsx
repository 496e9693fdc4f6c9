import { Suspense, lazy } from 'react';
import type { Container } from '../api/model';
import { count, say, text } from '../messages/messages';
import { ProblemText } from '../ui/ProblemNote';
import { formatBytes } from '../ui/format';
import { ProcessTable } from './ProcessTable';
import { handleOf } from './operations';
import { useContainerStats, useLatestStats, useRecentStats, useUnavailable } from './stats';

const UsageChart = lazy(() => import('./UsageChart'));

export function UsageTab({ container }: { container: Container }) {
  const running = container.state === 'running';
  const problem = useContainerStats(container.id, running);
  const latest = useLatestStats(container.id);
  const unavailable = useUnavailable(container.id) && running;
  const recent = useRecentStats(container.id);
  const t = text.container;
  const times = recent.map((stats) => Date.parse(stats.at) / 1000);
  return (
    <>
      {!running && <p className="note">{t.usageStopped}</p>}
      {problem && <ProblemText problem={problem} />}
      {unavailable && <p className="note">{t.usageUnavailable}</p>}
      {running && !latest && !problem && !unavailable && <p className="note">{t.usageWaiting}</p>}
      {latest && (
        <p>
          {count(latest.pids, t.processes)} ·{' '}
          {say(t.network, {
            received: formatBytes(latest.networkReceivedBytes),
            sent: formatBytes(latest.networkSentBytes),
          })}{' '}
          ·{' '}
          {say(t.blocks, { read: formatBytes(latest.blockReadBytes), written: formatBytes(latest.blockWrittenBytes) })}
        </p>
      )}
      {recent.length > 0 && !unavailable && (
        <Suspense fallback={<p className="note">{text.app.loading}</p>}>
          <UsageChart
            title={t.cpuSeries}
            times={times}
            values={recent.map((stats) => stats.cpus)}
            limit={container.cpus}
          />
          <UsageChart
            title={t.memorySeries}
            times={times}
            values={recent.map((stats) => stats.memoryBytes / 1024 / 1024)}
            limit={container.memoryMiB}
          />
          <p className="note">{t.usageSince}</p>
        </Suspense>
      )}
      {running && !unavailable && <ProcessTable handle={handleOf(container)} />}
    </>
  );
}
