import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Page } from '../ui/Page';
import { CatalogTable, type CatalogTableProps } from './CatalogTable';

interface CatalogPageProps<T> extends Omit<CatalogTableProps<T>, 'label' | 'items'> {
  title: string;
  query: UseQueryResult<{ items: T[] }>;
  /** The title of the form that adds an item, also on its button. */
  addTitle: string;
  addForm: (close: () => void) => ReactNode;
  /** What is above the table. */
  children?: ReactNode;
}

/** A page with a table of what administrators define, and a button to add more. */
export function CatalogPage<T>({ title, query, addTitle, addForm, children, ...table }: CatalogPageProps<T>) {
  const openDialog = useDialogs();
  return (
    <Page
      title={title}
      aside={
        <Button kind="primary" onClick={() => openDialog(addTitle, addForm)}>
          {addTitle}
        </Button>
      }
    >
      {children}
      <Answer query={query}>{({ items }) => <CatalogTable label={title} items={items} {...table} />}</Answer>
    </Page>
  );
}
