import { useMemo } from 'react';
import { Link } from 'wouter';
import { usePorts } from '../api/lists';
import type { PortPublication } from '../api/model';
import { text } from '../messages/messages';
import { DataTable } from '../table/DataTable';
import { TableBar } from '../table/TableBar';
import { type Column, searchRows, sortRows } from '../table/column';
import { useListState } from '../table/listState';
import { Answer } from '../ui/Answer';
import { CopyButton } from '../ui/CopyButton';
import { Page } from '../ui/Page';
import { formatTime } from '../ui/format';
import { portAddress } from './portAddress';

const t = text.ports.columns;

const columns: readonly Column<PortPublication>[] = [
  { id: 'address', title: t.address, width: 'minmax(9rem, 2fr)', cell: addressCell, sortBy: addressOf },
  { id: 'protocol', title: t.protocol, width: '6rem', cell: (port) => port.protocol, sortBy: (port) => port.protocol },
  {
    id: 'container',
    title: t.container,
    width: 'minmax(6rem, 2fr)',
    cell: (port) => <Link href={`/containers/${port.handle ?? port.container}`}>{port.name}</Link>,
    sortBy: (port) => port.name,
  },
  {
    id: 'since',
    title: t.since,
    width: '9rem',
    from: 560,
    cell: (port) => formatTime(port.since),
    sortBy: (port) => port.since,
  },
];

export default function PortsPage() {
  const ports = usePorts();
  return (
    <Page title={text.ports.title}>
      <p className="note">{text.ports.reserved}</p>
      <Answer query={ports}>
        {({ items }) => (items.length === 0 ? <p className="note">{text.ports.empty}</p> : <PortTable ports={items} />)}
      </Answer>
    </Page>
  );
}

function PortTable({ ports }: { ports: readonly PortPublication[] }) {
  const list = useListState();
  const rows = useMemo(
    () =>
      sortRows(
        searchRows(ports, list.search, (port) => `${addressOf(port)} ${port.name}`),
        columns,
        list.sort,
      ),
    [ports, list.search, list.sort],
  );
  return (
    <>
      <TableBar list={list} shown={rows.length} total={ports.length} />
      <DataTable
        label={text.ports.title}
        rows={rows}
        columns={columns}
        list={list}
        keyOf={(port) => `${addressOf(port)}/${port.protocol}`}
        nameOf={addressOf}
      />
    </>
  );
}

function addressOf({ address, port }: PortPublication): string {
  return `${address}:${port}`;
}

function addressCell(port: PortPublication) {
  const address = addressOf(port);
  return (
    <span className="command">
      {port.protocol === 'tcp' ? (
        <a href={portAddress(port)} target="_blank" rel="noreferrer">
          {address}
        </a>
      ) : (
        address
      )}
      <CopyButton value={address} label={`${text.common.copy}: ${address}`} />
    </span>
  );
}
