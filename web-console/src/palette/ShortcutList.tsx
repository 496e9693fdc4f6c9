import { text } from '../messages/messages';
import { Button } from '../ui/Button';
import { DialogFrame } from '../ui/Dialogs';

/** The keys that work on every page. */
export function ShortcutList({ close }: { close: () => void }) {
  const { title, rows, ...keys } = text.shortcuts;
  return (
    <DialogFrame title={title} close={close}>
      <dl className="shortcuts">
        {Object.entries<string>(keys).map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>{rows}</p>
      <div className="buttons">
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
      </div>
    </DialogFrame>
  );
}
