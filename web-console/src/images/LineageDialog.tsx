import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import type { Image } from '../api/model';
import { send } from '../api/send';
import { say, text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { formatTime } from '../ui/format';

/** The chain of images and containers from which an image was made. */
export function LineageDialog({ image, close }: { image: Image; close: () => void }) {
  const lineage = useQuery({
    queryKey: ['live', 'lineage', image.ref],
    queryFn: ({ signal }) =>
      send(call('get', '/v1/images/{image}/lineage', { path: { image: image.ref } }), { signal }),
  });
  return (
    <>
      <Answer query={lineage}>
        {({ items }) => (
          <ol>
            {items.map((ancestor) => (
              <li key={`${ancestor.kind} ${ancestor.id}`}>
                {text.images.kinds[ancestor.kind]} <strong>{ancestor.name}</strong>
                {ancestor.createdAt && ` · ${formatTime(ancestor.createdAt)}`}
                {ancestor.removedAt && ` · ${say(text.images.removedAt, { at: formatTime(ancestor.removedAt) })}`}
              </li>
            ))}
          </ol>
        )}
      </Answer>
      <div className="buttons">
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
      </div>
    </>
  );
}
