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
  {
    path: '/images',
    title: t.images,
    component: lazy(() => import('../images/ImagesPage')),
    keys: 'g i',
    listed: true,
  },
  { path: '/ports', title: t.ports, component: lazy(() => import('../ports/PortsPage')), keys: 'g p', listed: true },
  {
    path: '/activity',
    title: t.activity,
    component: lazy(() => import('../activity/ActivityPage')),
    keys: 'g a',
    listed: true,
  },
  { path: '/you', title: t.you, component: lazy(() => import('../you/YouPage')), keys: 'g y', listed: true },
];

export const administrationPages: readonly PageEntry[] = [
  { path: '/admin', title: t.overview, component: lazy(() => import('../overview/OverviewPage')), listed: true },
  { path: '/admin/people', title: t.people, component: lazy(() => import('../people/PeoplePage')), listed: true },
  {
    path: '/admin/people/:name',
    title: t.people,
    component: lazy(() => import('../people/PersonPage')),
    listed: false,
  },
  {
    path: '/admin/containers',
    title: t.allContainers,
    component: lazy(() => import('../all-containers/AllContainersPage')),
    listed: true,
  },
  { path: '/admin/groups', title: t.groups, component: lazy(() => import('../groups/GroupsPage')), listed: true },
  { path: '/admin/presets', title: t.presets, component: lazy(() => import('../presets/PresetsPage')), listed: true },
  {
    path: '/admin/base-images',
    title: t.baseImages,
    component: lazy(() => import('../base-images/BaseImagesPage')),
    listed: true,
  },
  { path: '/admin/hosts', title: t.hosts, component: lazy(() => import('../hosts/HostsPage')), listed: true },
  { path: '/admin/audit', title: t.audit, component: lazy(() => import('../audit/AuditPage')), listed: true },
];
