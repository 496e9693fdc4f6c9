import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { type ListState, useListState, writeSort } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { useSettled } from '../ui/useSettled';
import { ImportPeople } from './ImportPeople';
import { OpenAccount } from './OpenAccount';
import { personColumns } from './columns';
import { type PeoplePages, offered, selectableStates, usePeoplePages } from './peoplePages';
import { usePersonActions } from './usePersonActions';

const t = text.people;
const searchPauseMs = 250;

export default function PeoplePage() {
  const list = useListState();
  const filter = offered({
    q: useSettled(list.search, searchPauseMs),
    state: list.filter('state'),
    group: list.filter('group'),
    sort: list.sort ? writeSort(list.sort) : 'name',
  });
  // Another filter or order begins with its first page.
  const order = JSON.stringify(filter);
  const [loaded, setLoaded] = useState({ order, pages: 1 });
  const pages = loaded.order === order ? loaded.pages : 1;
  const people = usePeoplePages(filter, pages);
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
      <PeopleBar list={list} state={filter.state} found={people.data} />
      <Answer query={people}>
        {(found) => (
          <>
            <PeopleTable list={list} found={found} />
            {found.next !== undefined && (
              <Button disabled={people.isFetching} onClick={() => setLoaded({ order, pages: pages + 1 })}>
                {text.table.moreRows}
              </Button>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

const stateOptions = selectableStates.map((state) => [state, t.states[state]] as const);

interface PeopleBarProps {
  list: ListState;
  state: string;
  /** Undefined without an answer: the filter can be changed then, too. */
  found: PeoplePages | undefined;
}

function PeopleBar({ list, state, found }: PeopleBarProps) {
  const groups = useLiveQuery(['live', 'groups'], call('get', '/v1/catalog/groups')).data?.items ?? [];
  return (
    <TableBar list={list} shown={found?.people.length} total={found?.total}>
      <FilterSelect
        label={t.columns.state}
        any={t.anyState}
        value={state}
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
  );
}

function PeopleTable({ list, found }: { list: ListState; found: PeoplePages }) {
  const actions = usePersonActions();
  const [, navigate] = useLocation();
  const columns = useMemo(() => personColumns(found.quotas), [found.quotas]);
  return (
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
  );
}
