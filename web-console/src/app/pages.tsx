import { type ComponentType, lazy } from 'react';
import { ContainersPage } from '../containers/ContainersPage';
import { text } from '../messages/messages';

/** A page of the console. `keys` are typed one after the other to go there. */
export interface PageEntry {
  path: string;
  title: string;
  component: ComponentType;
  keys?: string;
  /** Whether the page is in the navigation. */
  listed: boolean;
}

const t = text.nav;

/** Pages other than the first one are loaded when they are needed. */
export const personalPages: readonly PageEntry[] = [
  { path: '/', title: t.containers, component: ContainersPage, keys: 'g c', listed: true },
  {
    path: '/new',
    title: t.newContainer,
    component: lazy(() => import('../containers/NewContainerPage')),
    keys: 'n',
    listed: true,
  },
  {
    path: '/containers/:handle/:tab?',
    title: t.containers,
    component: lazy(() => import('../containers/ContainerPage')),
    listed: false,
  },
];

export const administrationPages: readonly PageEntry[] = [];
