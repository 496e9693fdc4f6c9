import { Link, useRoute } from 'wouter';
import { text } from '../messages/messages';
import { type PageEntry, administrationPages, personalPages } from './pages';

interface NavigationProps {
  administrator: boolean;
  chosen: () => void;
}

export function Navigation({ administrator, chosen }: NavigationProps) {
  return (
    <nav className="navigation" aria-label={text.app.menu}>
      <Pages pages={personalPages} chosen={chosen} />
      {administrator && (
        <>
          <h2>{text.app.administrator}</h2>
          <Pages pages={administrationPages} chosen={chosen} />
        </>
      )}
    </nav>
  );
}

function Pages({ pages, chosen }: { pages: readonly PageEntry[]; chosen: () => void }) {
  return (
    <ul>
      {pages
        .filter((page) => page.listed)
        .map((page) => (
          <PageLink key={page.path} page={page} chosen={chosen} />
        ))}
    </ul>
  );
}

function PageLink({ page, chosen }: { page: PageEntry; chosen: () => void }) {
  const [current] = useRoute(page.path);
  return (
    <li>
      <Link href={page.path} onClick={chosen} aria-current={current ? 'page' : undefined}>
        {page.title}
      </Link>
    </li>
  );
}
