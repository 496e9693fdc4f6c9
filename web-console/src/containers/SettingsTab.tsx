import type { Container } from '../api/model';
import { text } from '../messages/messages';
import { quote } from '../operations/commandLines';
import { Section } from '../ui/Page';
import { Facts } from '../ui/Facts';
import { CommitForm } from './CommitForm';
import { RenameForm } from './RenameForm';

export function SettingsTab({ container }: { container: Container }) {
  const t = text.container;
  return (
    <>
      <p className="note">{t.fixed}</p>
      <Facts
        facts={[
          [
            t.command,
            container.command.length > 0 ? <code>{container.command.map(quote).join(' ')}</code> : t.noCommand,
          ],
          [t.workingDirectory, container.workingDirectory],
          [t.timeZone, container.timeZone],
          [t.environment, <Pairs key="environment" pairs={container.environment} />],
          [t.labels, <Pairs key="labels" pairs={container.labels} />],
        ]}
      />
      <Section title={t.renameTitle}>
        <RenameForm key={container.name} container={container} />
      </Section>
      <Section title={t.commitTitle}>
        <CommitForm container={container} />
      </Section>
    </>
  );
}

function Pairs({ pairs }: { pairs: Record<string, string> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return text.common.none;
  return (
    <ul className="bare">
      {entries.map(([name, value]) => (
        <li key={name}>
          <code>{`${name}=${value}`}</code>
        </li>
      ))}
    </ul>
  );
}
