import { useMemo } from 'react';
import { useImages } from '../api/lists';
import type { Image } from '../api/model';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { TableBar } from '../table/TableBar';
import { searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { ImportImage } from './ImportImage';
import { imageColumns, searchText } from './columns';
import { useImageActions } from './useImageActions';

export default function ImagesPage() {
  const images = useImages();
  const openDialog = useDialogs();
  const title = text.importImage.title;
  const add = () => openDialog(title, (close) => <ImportImage close={close} />);
  return (
    <Page title={text.images.title} aside={<Button onClick={add}>{title}</Button>}>
      <Answer query={images}>
        {({ items }) =>
          items.length === 0 ? <p className="note">{text.images.empty}</p> : <ImageTable images={items} />
        }
      </Answer>
    </Page>
  );
}

function ImageTable({ images }: { images: readonly Image[] }) {
  const list = useListState();
  const actions = useImageActions();
  const rows = useMemo(
    () => sortRows(searchRows(images, list.search, searchText), imageColumns, list.sort),
    [images, list.search, list.sort],
  );
  return (
    <>
      <TableBar list={list} shown={rows.length} total={images.length} />
      {images
        .filter((image) => image.warning)
        .map((image) => (
          <p className="warning" key={image.ref}>
            {image.ref}: {image.warning}
          </p>
        ))}
      <DataTable
        label={text.images.title}
        rows={rows}
        columns={imageColumns}
        list={list}
        keyOf={(image) => image.ref}
        nameOf={(image) => image.ref}
        open={(image) => actions(image)[0]?.run()}
        actions={actions}
      />
    </>
  );
}
