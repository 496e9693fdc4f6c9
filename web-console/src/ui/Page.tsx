import { type ReactNode, useEffect } from 'react';
import { text } from '../messages/messages';

/** The frame of a page: its heading, and what belongs beside it. */
export function Page({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${text.app.title}`;
  }, [title]);
  useEffect(() => {
    // Move the focus to the new page if the focused element was removed.
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  }, []);
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        {aside}
      </div>
      {children}
    </>
  );
}

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
