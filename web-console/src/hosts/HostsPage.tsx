import { useHosts } from '../api/lists';
import { text } from '../messages/messages';
import { CatalogTable } from '../table/CatalogTable';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { InviteHost } from './InviteHost';
import { RecreateLost } from './RecreateLost';
import { hostColumns } from './columns';
import { useHostActions } from './useHostActions';

const t = text.hosts;

export default function HostsPage() {
  const hosts = useHosts();
  const openDialog = useDialogs();
  const actions = useHostActions();
  return (
    <Page
      title={t.title}
      aside={
        <span className="buttons">
          <Button onClick={() => openDialog(t.recreate, (close) => <RecreateLost close={close} />)}>
            {t.recreate}
          </Button>
          <Button kind="primary" onClick={() => openDialog(t.invite, (close) => <InviteHost close={close} />)}>
            {t.invite}
          </Button>
        </span>
      }
    >
      <Answer query={hosts}>
        {({ items }) => (
          <CatalogTable
            label={t.title}
            empty={t.empty}
            items={items}
            columns={hostColumns}
            nameOf={({ name }) => name}
            searchText={({ name, status, labels }) => [name, status, ...labels].join(' ')}
            actions={actions}
          />
        )}
      </Answer>
    </Page>
  );
}
