import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { useListState, writeSort } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { useSettled } from '../ui/useSettled';
import { ImportPeople } from './ImportPeople';
import { OpenAccount } from './OpenAccount';
import { personColumns } from './columns';
import { type PeoplePages, usePeoplePages } from './peoplePages';
import { usePersonActions } from './usePersonActions';

const t = text.people;
const searchPauseMs = 250;

export default function PeoplePage() {
  const list = useListState();
  const [pages, setPages] = useState(1);
  const people = usePeoplePages(
    {
      q: useSettled(list.search, searchPauseMs),
      state: list.filter('state'),
      group: list.filter('group'),
      sort: list.sort ? writeSort(list.sort) : 'name',
    },
    pages,
  );
  const openDialog = useDialogs();
  return (
    <Page
      title={t.title}
      aside={
        <span className="buttons">
          <a className="button" href="/console/v1/bulk/users" download="users.json">
            {t.exportCsv}
          </a>
          <Button onClick={() => openDialog(t.importTitle, (close) => <ImportPeople close={close} />)}>
            {t.import}
          </Button>
          <Button kind="primary" onClick={() => openDialog(t.open, (close) => <OpenAccount close={close} />)}>
            {t.open}
          </Button>
        </span>
      }
    >
      <Answer query={people}>
        {(found) => (
          <>
            <PeopleTable found={found} />
            {found.next !== undefined && (
              <Button disabled={people.isFetching} onClick={() => setPages(pages + 1)}>
                {text.table.moreRows}
              </Button>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

const stateOptions = Object.entries(t.states).filter(([state]) => state !== 'removed');

function PeopleTable({ found }: { found: PeoplePages }) {
  const list = useListState();
  const actions = usePersonActions();
  const [, navigate] = useLocation();
  const groups = useLiveQuery(['live', 'groups'], call('get', '/v1/catalog/groups')).data?.items ?? [];
  const columns = useMemo(() => personColumns(found.quotas), [found.quotas]);
  return (
    <>
      <TableBar list={list} shown={found.people.length} total={found.total}>
        <FilterSelect
          label={t.columns.state}
          any={t.anyState}
          value={list.filter('state')}
          options={stateOptions}
          onChange={(value) => list.setFilter('state', value)}
        />
        <FilterSelect
          label={t.columns.group}
          any={`${t.columns.group}: ${text.common.all}`}
          value={list.filter('group')}
          options={groups.filter(({ name }) => name !== 'everybody').map(({ name }) => [name, name])}
          onChange={(value) => list.setFilter('group', value)}
        />
      </TableBar>
      <DataTable
        label={t.title}
        rows={found.people}
        columns={columns}
        list={list}
        keyOf={(person) => person.name}
        nameOf={(person) => person.name}
        open={(person) => navigate(`/admin/people/${person.name}`)}
        actions={actions}
      />
    </>
  );
}
