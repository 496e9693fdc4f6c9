import { call } from '../api/call';
import { refreshMs, useLiveQuery } from '../api/lists';
import type { Preset } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { CatalogPage } from '../table/CatalogPage';
import type { Column } from '../table/column';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { GrantPreset } from './GrantPreset';
import { PresetForm } from './PresetForm';

const t = text.presets;

const columns: readonly Column<Preset>[] = [
  {
    id: 'name',
    title: t.columns.name,
    width: 'minmax(6rem, 1fr)',
    cell: ({ name, retired }) => (retired ? `${name} (${t.retired})` : name),
    sortBy: ({ name }) => name,
  },
  { id: 'version', title: t.columns.version, width: '5rem', align: 'end', cell: ({ version }) => version },
  {
    id: 'description',
    title: t.columns.description,
    width: 'minmax(6rem, 2fr)',
    from: 480,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: 'options',
    title: t.columns.options,
    width: 'minmax(6rem, 2fr)',
    from: 640,
    cell: ({ options }) => <code title={JSON.stringify(options)}>{JSON.stringify(options)}</code>,
  },
  {
    id: 'granted',
    title: t.columns.granted,
    width: 'minmax(6rem, 1fr)',
    from: 800,
    cell: ({ grantedTo }) => grantedTo.map(({ account, group }) => account ?? group).join(', '),
  },
];

export default function PresetsPage() {
  const presets = useLiveQuery(['live', 'presets'], call('get', '/v1/catalog/presets'), refreshMs);
  const openDialog = useDialogs();
  const actions = (preset: Preset): Action[] => {
    const { name } = preset;
    return [
      {
        id: 'change',
        title: t.change,
        run: () => openDialog(`${t.change} · ${name}`, (close) => <PresetForm preset={preset} close={close} />),
      },
      {
        id: 'grant',
        title: text.grants.add,
        run: () => openDialog(`${text.grants.add} · ${name}`, (close) => <GrantPreset preset={name} close={close} />),
      },
      {
        id: 'remove',
        title: t.remove,
        disabledReason: preset.retired ? t.retired : undefined,
        run: () =>
          openDialog(`${t.remove} · ${name}`, (close) => (
            <OperationDialog
              operation={{
                title: say(text.actions.of, { action: t.remove, name }),
                shell: ['preset', 'rm', name],
                call: call('delete', '/v1/catalog/presets/{name}', { path: { name } }),
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
      query={presets}
      addTitle={t.add}
      addForm={(close) => <PresetForm close={close} />}
      empty={t.empty}
      columns={columns}
      nameOf={({ name }) => name}
      searchText={({ name, description }) => `${name} ${description}`}
      actions={actions}
    />
  );
}
