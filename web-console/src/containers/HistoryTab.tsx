import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import type { Container } from '../api/model';
import { send } from '../api/send';
import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { ProblemNote } from '../ui/ProblemNote';
import { formatTime } from '../ui/format';

/** What happened to the container, newest first. Each change of the container has a new sequence, which reads it again. */
export function HistoryTab({ container }: { container: Pick<Container, 'id' | 'sequence'> }) {
  const { id, sequence } = container;
  const history = useInfiniteQuery({
    queryKey: ['live', 'history', id, sequence],
    queryFn: ({ pageParam, signal }) =>
      send(
        call('get', '/v1/containers/{handle}/history', {
          path: { handle: id },
          query: { limit: 100, ...(pageParam && { cursor: Number(pageParam) }) },
        }),
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  if (history.error) return <ProblemNote error={history.error} retry={() => void history.refetch()} />;
  if (!history.data) return <p className="note">{text.app.loading}</p>;
  const entries = history.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <p className="note">{text.container.historyEmpty}</p>;
  const t = text.container.historyColumns;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={text.container.tabs.history}>
      <table className="records">
        <thead>
          <tr>
            <th>{t.at}</th>
            <th>{t.what}</th>
            <th>{t.detail}</th>
            <th>{t.actor}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.sequence} ${entry.what}`}>
              <td>{formatTime(entry.at)}</td>
              <td>{entry.what}</td>
              <td>{entry.detail}</td>
              <td>{entry.actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {history.hasNextPage && (
        <Button disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {text.container.historyMore}
        </Button>
      )}
    </div>
  );
}
