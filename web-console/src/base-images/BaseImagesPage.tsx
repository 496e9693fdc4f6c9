import { call } from '../api/call';
import { refreshMs, useImages, useLiveQuery } from '../api/lists';
import type { BaseImage } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { CatalogPage } from '../table/CatalogPage';
import type { Column } from '../table/column';
import type { Action } from '../ui/ActionMenu';
import { useDialogs } from '../ui/Dialogs';
import { Facts } from '../ui/Facts';
import { formatTime } from '../ui/format';
import { BaseImageForm } from './BaseImageForm';
import { ChangeBaseImage } from './ChangeBaseImage';
import { Registries } from './Registries';
import { retireOperation } from './operations';

const t = text.baseImages;

const columns: readonly Column<BaseImage>[] = [
  {
    id: 'name',
    title: t.columns.name,
    width: 'minmax(6rem, 1fr)',
    cell: ({ name, retired }) => (retired ? `${name} (${t.retired})` : name),
    sortBy: ({ name }) => name,
  },
  {
    id: 'hosts',
    title: t.columns.hosts,
    width: 'minmax(7rem, 1.5fr)',
    cell: (image) => <span title={stagesOf(image)}>{stagesOf(image)}</span>,
  },
  {
    id: 'source',
    title: t.columns.source,
    width: 'minmax(6rem, 1fr)',
    from: 560,
    cell: ({ source }) => `${t.kinds[source.kind]}: ${source.reference}`,
  },
  {
    id: 'groups',
    title: t.columns.groups,
    width: 'minmax(5rem, 1fr)',
    from: 680,
    cell: ({ groups }) => groups.join(', ') || text.common.none,
  },
  {
    id: 'description',
    title: t.columns.description,
    width: 'minmax(6rem, 2fr)',
    from: 800,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: 'changed',
    title: t.columns.changed,
    width: '9rem',
    from: 960,
    cell: ({ changedAt }) => formatTime(changedAt),
    sortBy: ({ changedAt }) => changedAt,
  },
];

function stagesOf(image: BaseImage): string {
  return image.hosts.map(({ host, stage }) => say(t.onHost, { host, stage: t.stages[stage] })).join(', ');
}

export default function BaseImagesPage() {
  const images = useLiveQuery(['live', 'base-images'], call('get', '/v1/catalog/images'), refreshMs);
  const openDialog = useDialogs();
  const actions = (image: BaseImage): Action[] => {
    const { name } = image;
    return [
      { id: 'details', title: t.details, run: () => openDialog(name, () => <HostStages image={image} />) },
      {
        id: 'change',
        title: t.change,
        run: () => openDialog(`${t.change} · ${name}`, (close) => <ChangeBaseImage image={image} close={close} />),
      },
      {
        id: 'remove',
        title: t.remove,
        disabledReason: image.retired ? t.retired : undefined,
        run: () =>
          openDialog(`${t.remove} · ${name}`, (close) => (
            <OperationDialog operation={retireOperation(name)} submit={t.remove} preview danger close={close}>
              <p>{say(t.removeQuestion, { name })}</p>
            </OperationDialog>
          )),
      },
    ];
  };
  return (
    <>
      <CatalogPage
        title={t.title}
        query={images}
        addTitle={t.add}
        addForm={(close) => <BaseImageForm close={close} />}
        empty={t.empty}
        columns={columns}
        nameOf={({ name }) => name}
        searchText={({ name, description, source }) => `${name} ${description} ${source.reference}`}
        actions={actions}
      >
        <OfferedByHosts catalog={images.data?.items} />
      </CatalogPage>
      <Registries />
    </>
  );
}

function HostStages({ image }: { image: BaseImage }) {
  return (
    <Facts
      facts={image.hosts.map(({ host, stage, digest, detail }) => [
        host,
        [t.stages[stage], detail, digest].filter(Boolean).join(' · '),
      ])}
    />
  );
}

/** The images that hosts offer by their own configuration. The catalog does not know them. */
function OfferedByHosts({ catalog }: { catalog: readonly BaseImage[] | undefined }) {
  const offered = useImages().data?.items ?? [];
  const known = new Set(catalog?.map(({ name }) => name));
  const names = offered.filter(({ base, ref }) => base && !known.has(ref)).map(({ ref }) => ref);
  if (!catalog || names.length === 0) return null;
  return <p className="note">{say(t.offeredByHosts, { names: names.sort().join(', ') })}</p>;
}
