import { useAbout, useAccount, useGrantedPresets, useQuota } from '../api/lists';
import type { Account, GrantedPreset } from '../api/model';
import { say, text } from '../messages/messages';
import { YourTerminals } from '../terminal/YourTerminals';
import { Answer } from '../ui/Answer';
import { Facts } from '../ui/Facts';
import { Page, Section } from '../ui/Page';
import { formatEnd, formatTime } from '../ui/format';
import { BrowserSessionSection } from './BrowserSessionSection';
import { KeySection } from './KeySection';
import { LanguageChoice } from './LanguageChoice';
import { QuotaTable } from './QuotaTable';
import { SshConfigSection } from './SshConfigSection';

export default function YouPage() {
  const account = useAccount();
  const quota = useQuota();
  const presets = useGrantedPresets();
  const about = useAbout();
  return (
    <Page title={text.you.title}>
      <Answer query={account}>
        {(data) => (
          <>
            {data.warnings.map((warning) => (
              <p className="warning" key={warning}>
                {warning}
              </p>
            ))}
            <AccountFacts account={data} />
            <KeySection keys={data.keys} />
          </>
        )}
      </Answer>
      <Section title={text.containers.quota}>
        <Answer query={quota}>{(data) => <QuotaTable quota={data} />}</Answer>
      </Section>
      <Section title={text.you.presets}>
        <Answer query={presets}>{({ items }) => <PresetFacts presets={items} />}</Answer>
      </Section>
      <YourTerminals />
      <BrowserSessionSection />
      <SshConfigSection />
      <LanguageChoice />
      {about.data && <p className="note">{say(text.you.about, { version: about.data.version })}</p>}
    </Page>
  );
}

function AccountFacts({ account }: { account: Account }) {
  const t = text.you;
  return (
    <Facts
      facts={[
        [t.account, `${account.displayName} (${account.name})`],
        [t.role, t.roles[account.role]],
        [t.group, account.group],
        [t.email, account.email],
        [t.opened, formatTime(account.openedAt)],
        [t.expires, formatEnd(account.expiresAt)],
      ]}
    />
  );
}

function PresetFacts({ presets }: { presets: readonly GrantedPreset[] }) {
  if (presets.length === 0) return <p className="note">{text.you.noPresets}</p>;
  return (
    <Facts
      facts={presets.map(({ name, description, until }) => [
        name,
        `${description} · ${text.common.until}: ${until ? formatEnd(until) : text.you.untilEver}`,
      ])}
    />
  );
}
