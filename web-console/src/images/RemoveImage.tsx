import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { removeImageOperation } from './operations';

export function RemoveImage({ image, close }: { image: Image; close: () => void }) {
  return (
    <OperationDialog
      operation={removeImageOperation(image)}
      submit={text.imageActions.remove}
      preview
      danger
      close={close}
    >
      <p>{say(text.imageActions.removeQuestion, { name: image.ref })}</p>
    </OperationDialog>
  );
}
