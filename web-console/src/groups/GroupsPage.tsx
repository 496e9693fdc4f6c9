import { call } from '../api/call';
import { refreshMs, useLiveQuery } from '../api/lists';
import type { Group } from '../api/model';
import { limitsText } from '../limits/limits';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { CatalogPage } from '../table/CatalogPage';
import type { Column } from '../table/column';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { GroupDetails } from './GroupDetails';
import { GroupForm } from './GroupForm';

const t = text.groups;

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    title: t.columns.name,
    width: 'minmax(6rem, 1fr)',
    cell: (group) => group.name,
    sortBy: ({ name }) => name,
  },
  {
    id: 'description',
    title: t.columns.description,
    width: 'minmax(6rem, 2fr)',
    from: 520,
    cell: (group) => group.description,
  },
  {
    id: 'members',
    title: t.columns.members,
    width: '6rem',
    align: 'end',
    cell: (group) => (group.name === 'everybody' ? text.common.all : group.members.length),
    sortBy: (group) => group.members.length,
  },
  {
    id: 'limits',
    title: t.columns.limits,
    width: 'minmax(6rem, 2fr)',
    from: 640,
    cell: (group) => <span title={limitsText(group.quota)}>{limitsText(group.quota)}</span>,
  },
  {
    id: 'grants',
    title: t.columns.grants,
    width: 'minmax(5rem, 1fr)',
    from: 800,
    cell: (group) => group.grants.map((grant) => grant.preset).join(', '),
  },
];

export default function GroupsPage() {
  const groups = useLiveQuery(['live', 'groups'], call('get', '/v1/catalog/groups'), refreshMs);
  const openDialog = useDialogs();
  const actions = (group: Group): Action[] => {
    const { name } = group;
    return [
      { id: 'show', title: text.common.show, run: () => openDialog(name, () => <GroupDetails name={name} />) },
      {
        id: 'change',
        title: t.change,
        run: () => openDialog(`${t.change} · ${name}`, (close) => <GroupForm group={group} close={close} />),
      },
      {
        id: 'remove',
        title: t.remove,
        run: () =>
          openDialog(`${t.remove} · ${name}`, (close) => (
            <OperationDialog
              operation={{
                title: say(text.actions.of, { action: t.remove, name }),
                shell: ['group', 'rm', name],
                call: call('delete', '/v1/catalog/groups/{name}', { path: { name } }),
              }}
              submit={t.remove}
              preview
              danger
              close={close}
            >
              <p>{say(t.removeQuestion, { name })}</p>
            </OperationDialog>
          )),
      },
    ];
  };
  return (
    <CatalogPage
      title={t.title}
      query={groups}
      addTitle={t.add}
      addForm={(close) => <GroupForm close={close} />}
      empty={t.empty}
      columns={columns}
      nameOf={(group) => group.name}
      searchText={(group) => `${group.name} ${group.description} ${group.members.join(' ')}`}
      actions={actions}
    >
      <p className="note">{t.everybody}</p>
    </CatalogPage>
  );
}
