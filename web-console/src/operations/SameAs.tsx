import { useAbout } from '../api/lists';
import { text } from '../messages/messages';
import { useSession } from '../session/SessionContext';
import { Command } from '../ui/Command';
import type { Operation } from './Operation';
import { curlLine, sshLine } from './commandLines';

/** The commands that do the same as an operation, to learn them or to write a script. */
export function SameAs({ operation }: { operation: Operation }) {
  const { account } = useSession();
  const gateway = useAbout().data?.sshGateway;
  return (
    <details className="same-as">
      <summary>{text.operation.sameAs}</summary>
      {gateway && operation.shell && <Command value={sshLine(gateway, account, operation.shell)} />}
      <Command value={curlLine(location.origin, operation.call)} />
    </details>
  );
}
