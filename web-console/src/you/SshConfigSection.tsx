import { useState } from 'react';
import { useAbout, useContainers } from '../api/lists';
import { text } from '../messages/messages';
import { useSession } from '../session/SessionContext';
import { Answer } from '../ui/Answer';
import { CopyButton } from '../ui/CopyButton';
import { Section } from '../ui/Page';
import { SelectField } from '../ui/fields';
import { sshConfig } from './sshConfig';

type Way = 'direct' | 'jump';

export function SshConfigSection() {
  const { account } = useSession();
  const containers = useContainers();
  const gateway = useAbout().data?.sshGateway;
  const [way, setWay] = useState<Way>('direct');
  const t = text.you;
  return (
    <Section title={t.sshConfig}>
      <p className="note">{t.sshConfigHint}</p>
      {gateway === undefined ? (
        <p className="note">{t.gatewayUnknown}</p>
      ) : (
        <SelectField<Way>
          label={t.sshConfig}
          value={way}
          options={[
            ['direct', t.sshConfigDirect],
            ['jump', t.sshConfigJump],
          ]}
          onChange={setWay}
        />
      )}
      <Answer query={containers}>
        {({ items }) => {
          const lines = sshConfig(items, account, way === 'jump' ? gateway : undefined);
          return (
            <>
              <CopyButton value={lines} label={`${text.common.copy}: ${t.sshConfig}`} />
              <pre className="config" tabIndex={0} role="region" aria-label={t.sshConfig}>
                {lines || text.common.none}
              </pre>
            </>
          );
        }}
      </Answer>
    </Section>
  );
}
