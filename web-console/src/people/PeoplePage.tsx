import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Quota, User } from '../api/model';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { FilterSelect, TableBar } from '../table/TableBar';
import { searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { ImportPeople } from './ImportPeople';
import { OpenAccount } from './OpenAccount';
import { accountState } from './accountState';
import { personColumns } from './columns';
import { usePeople, useQuotas } from './queries';
import { usePersonActions } from './usePersonActions';

const t = text.people;

export default function PeoplePage() {
  const people = usePeople();
  const quotas = useQuotas();
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
        {({ items }) => (
          <PeopleTable
            people={items}
            quotas={new Map(quotas.data?.items.map(({ account, quota }) => [account, quota]))}
          />
        )}
      </Answer>
    </Page>
  );
}

interface PeopleTableProps {
  people: readonly User[];
  /** Usage by account; empty while it is unknown. */
  quotas: ReadonlyMap<string, Quota>;
}

const stateOptions = Object.entries(t.states);

function PeopleTable({ people, quotas }: PeopleTableProps) {
  const list = useListState();
  const actions = usePersonActions();
  const [, navigate] = useLocation();
  const columns = useMemo(() => personColumns(quotas), [quotas]);
  const [state, group] = [list.filter('state'), list.filter('group')];
  const rows = useMemo(() => {
    const matching = people.filter(
      (person) => (!state || accountState(person) === state) && (!group || person.group === group),
    );
    return sortRows(searchRows(matching, list.search, searchText), columns, list.sort);
  }, [people, state, group, list.search, list.sort, columns]);
  const groups = [...new Set(people.flatMap((person) => person.group ?? []))].sort();
  return (
    <>
      <TableBar list={list} shown={rows.length} total={people.length}>
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
          value={group}
          options={groups.map((name) => [name, name])}
          onChange={(value) => list.setFilter('group', value)}
        />
      </TableBar>
      <DataTable
        label={t.title}
        rows={rows}
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

function searchText({ name, displayName, email, group, role }: User): string {
  return [name, displayName, email, group, role].join(' ');
}
