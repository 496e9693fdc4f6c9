import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { Image } from '../api/model';
import { say, text } from '../messages/messages';
import { useCommandsAction } from '../operations/SameAs';
import { notices } from '../operations/notices';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { FlattenForm } from './FlattenForm';
import { LineageDialog } from './LineageDialog';
import { PushImage } from './PushImage';
import { RemoveImage } from './RemoveImage';
import { exportOperation, flattenOperation, removeImageOperation } from './operations';

/** The actions of an image's menu. */
export function useImageActions(): (image: Image) => Action[] {
  const openDialog = useDialogs();
  const commands = useCommandsAction();
  const [, navigate] = useLocation();
  return useCallback(
    (image) => {
      const t = text.imageActions;
      const title = (action: string) => `${action} · ${image.ref}`;
      const actions: Action[] = [
        { id: 'run', title: t.run, run: () => navigate(`/new?image=${encodeURIComponent(image.ref)}`) },
        {
          id: 'lineage',
          title: text.images.showLineage,
          run: () =>
            openDialog(say(text.images.lineage, { name: image.ref }), (close) => (
              <LineageDialog image={image} close={close} />
            )),
        },
      ];
      if (image.base) return actions;
      return [
        ...actions,
        {
          id: 'export',
          title: t.export,
          run: () => download(image),
        },
        {
          id: 'push',
          title: text.pushImage.push,
          run: () => openDialog(title(text.pushImage.push), (close) => <PushImage image={image} close={close} />),
        },
        {
          id: 'flatten',
          title: t.flatten,
          run: () => openDialog(title(t.flatten), (close) => <FlattenForm image={image} close={close} />),
        },
        {
          id: 'remove',
          title: t.remove,
          run: () => openDialog(title(t.remove), (close) => <RemoveImage image={image} close={close} />),
        },
        commands(image.ref, [exportOperation(image), flattenOperation(image, ''), removeImageOperation(image)]),
      ];
    },
    [commands, navigate, openDialog],
  );
}

/** The browser shows the progress of a download. */
function download(image: Image): void {
  const operation = exportOperation(image);
  location.assign(`/console${operation.call.path}`);
  notices.finish(notices.start(operation));
}
