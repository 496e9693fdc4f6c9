import { Link } from 'wouter';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import type { Column } from '../table/column';
import { formatBytes, formatTime } from '../ui/format';

const t = text.images.columns;

export const imageColumns: readonly Column<Image>[] = [
  { id: 'name', title: t.name, width: 'minmax(9rem, 2fr)', cell: nameOf, sortBy: nameOf },
  { id: 'kind', title: t.kind, width: '6.5rem', cell: kindOf, sortBy: kindOf },
  {
    id: 'size',
    title: t.size,
    width: '6rem',
    from: 420,
    align: 'end',
    cell: (image) => sizeText(image.sizeBytes),
    sortBy: (image) => image.sizeBytes,
  },
  {
    id: 'own',
    title: t.own,
    width: '6rem',
    from: 760,
    align: 'end',
    cell: (image) => (image.base ? '' : sizeText(image.ownBytes)),
    sortBy: (image) => image.ownBytes,
  },
  { id: 'origin', title: t.origin, width: 'minmax(6rem, 1fr)', from: 640, cell: originOf, sortBy: originOf },
  {
    id: 'usedBy',
    title: t.usedBy,
    width: 'minmax(5rem, 1fr)',
    from: 540,
    cell: (image) =>
      image.usedBy.map((user, index) => (
        <span key={user.id}>
          {index > 0 && ', '}
          <Link href={`/containers/${user.handle ?? user.id}`}>{user.name}</Link>
        </span>
      )),
    sortBy: (image) => image.usedBy.length,
  },
  {
    id: 'created',
    title: t.created,
    width: '9.5rem',
    from: 900,
    cell: (image) => image.createdAt && formatTime(image.createdAt),
    sortBy: (image) => image.createdAt,
  },
  {
    id: 'note',
    title: t.note,
    width: 'minmax(4rem, 1.5fr)',
    from: 1000,
    cell: (image) => <span title={image.message}>{image.message}</span>,
  },
];

export function searchText(image: Image): string {
  return [image.ref, kindOf(image), originOf(image), image.message, ...image.usedBy.map((user) => user.name)].join(' ');
}

function nameOf(image: Image): string {
  return image.state === 'untagged' ? `${image.name}:${image.tag} (${text.images.untagged})` : image.ref;
}

function kindOf(image: Image): string {
  return image.base ? text.images.base : text.images.yours;
}

function originOf({ fromContainer, fromImage }: Image): string {
  if (fromContainer?.name) return say(text.images.fromContainer, { name: fromContainer.name });
  if (fromImage?.name) return say(text.images.fromImage, { name: fromImage.name });
  return '';
}

function sizeText(bytes: number | undefined): string {
  return bytes === undefined ? text.images.unknownSize : formatBytes(bytes);
}
