import { Link, useParams } from 'wouter';
import { useContainers } from '../api/lists';
import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import { TerminalTab } from '../terminal/TerminalTab';
import { ActionMenu } from '../ui/ActionMenu';
import { Answer } from '../ui/Answer';
import { Page } from '../ui/Page';
import { HistoryTab } from './HistoryTab';
import { LogsTab } from './LogsTab';
import { OverviewTab } from './OverviewTab';
import { SettingsTab } from './SettingsTab';
import { StateLabel } from './StateLabel';
import { UsageTab } from './UsageTab';
import { handleOf } from './operations';
import { useContainerActions } from './useContainerActions';

const tabs = {
  overview: OverviewTab,
  terminal: TerminalTab,
  logs: LogsTab,
  usage: UsageTab,
  history: HistoryTab,
  settings: SettingsTab,
} as const;

type TabName = keyof typeof tabs;

export default function ContainerPage() {
  const { handle = '', tab = 'overview' } = useParams();
  const containers = useContainers();
  return (
    <Answer query={containers}>
      {({ items }) => {
        const container = items.find((each) => isNamed(each, handle));
        if (!container) return <UnknownContainer handle={handle} />;
        return <ContainerDetails container={container} tab={tab in tabs ? (tab as TabName) : 'overview'} />;
      }}
    </Answer>
  );
}

function isNamed({ id, name, handle }: Container, word: string): boolean {
  return id === word || name === word || String(handle) === word;
}

/** The history remains after a removal. */
function UnknownContainer({ handle }: { handle: string }) {
  return (
    <Page title={handle}>
      <p className="note">{say(text.container.unknown, { handle })}</p>
      <HistoryTab container={{ id: handle, sequence: 0 }} />
    </Page>
  );
}

function ContainerDetails({ container, tab }: { container: Container; tab: TabName }) {
  const actions = useContainerActions();
  const Tab = tabs[tab];
  return (
    <Page
      title={container.name}
      aside={
        <ActionMenu
          label={say(text.common.actionsOf, { name: container.name })}
          title={text.common.actions}
          actions={actions(container).filter((action) => action.id !== 'show')}
        />
      }
    >
      <StateLabel container={container} />
      <nav className="tabs" aria-label={container.name}>
        {(Object.keys(tabs) as TabName[]).map((name) => (
          <Link
            key={name}
            href={`/containers/${handleOf(container)}/${name}`}
            aria-current={name === tab ? 'page' : undefined}
          >
            {text.container.tabs[name]}
          </Link>
        ))}
      </nav>
      <Tab container={container} />
    </Page>
  );
}
