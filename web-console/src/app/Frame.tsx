import { Suspense, lazy, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { LiveStatus, LiveWarning } from '../live/LiveStatus';
import { text } from '../messages/messages';
import { NoticeList } from '../operations/notices';
import { useOutcomeChecks } from '../operations/useOperations';

import { ShortcutList } from '../palette/ShortcutList';
import { useShortcuts } from '../palette/useShortcuts';
import { useSession } from '../session/SessionContext';
import { SessionMenu } from '../session/SessionMenu';
import { Button } from '../ui/Button';
import { useGuarded } from '../ui/Dialogs';
import { CrashBoundary } from './CrashBoundary';
import { Navigation } from './Navigation';
import { NotFound } from './NotFound';
import { administrationPages, personalPages } from './pages';

const Palette = lazy(() => import('../palette/Palette'));

/** What is around every page. */
export function Frame() {
  useOutcomeChecks();
  const { role } = useSession();
  const [location] = useLocation();
  const [menu, setMenu] = useState(false);
  const [overlay, setOverlay] = useState<'palette' | 'keys'>();
  const guarded = useGuarded();
  const openOverlay = (which: 'palette' | 'keys') => {
    if (!guarded) setOverlay(which);
  };
  useShortcuts({ openPalette: () => openOverlay('palette'), openKeys: () => openOverlay('keys') });
  const pages = role === 'administrator' ? [...personalPages, ...administrationPages] : personalPages;
  return (
    <div className={menu ? 'frame menu-open' : 'frame'}>
      <a className="skip" href="#content">
        {text.app.skip}
      </a>
      <header className="top">
        <Button kind="quiet" className="menu-toggle" aria-expanded={menu} onClick={() => setMenu(!menu)}>
          {text.app.menu}
        </Button>
        <span className="brand">{text.app.title}</span>
        <LiveStatus />
        <Button kind="quiet" className="palette-button" onClick={() => openOverlay('palette')}>
          {text.app.palette} <kbd>Ctrl-K</kbd>
        </Button>
        <SessionMenu />
      </header>
      <Navigation administrator={role === 'administrator'} chosen={() => setMenu(false)} />
      <main id="content" tabIndex={-1}>
        <LiveWarning />
        <CrashBoundary of={location}>
          <Suspense fallback={<p className="note">{text.app.loading}</p>}>
            <Switch>
              {pages.map((page) => (
                <Route key={page.path} path={page.path} component={page.component} />
              ))}
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </CrashBoundary>
      </main>
      <NoticeList />
      {overlay === 'palette' && (
        <Suspense fallback={null}>
          <Palette close={() => setOverlay(undefined)} />
        </Suspense>
      )}
      {overlay === 'keys' && <ShortcutList close={() => setOverlay(undefined)} />}
    </div>
  );
}
