import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import { send } from '../api/send';
import { text } from '../messages/messages';
import { SameAs } from '../operations/SameAs';
import { Answer } from '../ui/Answer';
import { Section } from '../ui/Page';
import { formatNumber } from '../ui/format';

const t = text.processes;
const refreshMs = 5_000;

/** The processes of a running container, read again every few seconds. */
export function ProcessTable({ handle }: { handle: string }) {
  const request = call('get', '/v1/containers/{handle}/top', { path: { handle } });
  const top = useQuery({
    queryKey: ['processes', handle],
    queryFn: ({ signal }) => send(request, { signal }),
    refetchInterval: refreshMs,
  });
  return (
    <Section title={t.title}>
      <Answer query={top}>
        {({ processes }) => (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
            <table>
              <thead>
                <tr>
                  <th>{t.pid}</th>
                  <th>{t.uid}</th>
                  <th>{t.cpu}</th>
                  <th>{t.memory}</th>
                  <th>{t.elapsed}</th>
                  <th>{t.command}</th>
                </tr>
              </thead>
              <tbody>
                {processes.map(({ pid, uid, cpuPercent, memoryPercent, elapsed, command }) => (
                  <tr key={pid}>
                    <td>{pid}</td>
                    <td>{uid}</td>
                    <td>{formatNumber(cpuPercent)}</td>
                    <td>{formatNumber(memoryPercent)}</td>
                    <td>{elapsed}</td>
                    <td>
                      <code>{command}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
      <p className="note">{t.hint}</p>
      <SameAs operation={{ title: t.title, shell: ['top', handle], call: request }} />
    </Section>
  );
}
