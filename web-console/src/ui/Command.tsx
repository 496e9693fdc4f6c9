import { text } from '../messages/messages';
import { CopyButton } from './CopyButton';

/** A command line to copy. */
export function Command({ value }: { value: string }) {
  return (
    <span className="command">
      <code>{value}</code>
      <CopyButton value={value} label={`${text.common.copy}: ${value}`} />
    </span>
  );
}
