import { Link } from 'wouter';
import { text } from '../messages/messages';

export function NotFound() {
  return (
    <>
      <h1>{text.app.notFound}</h1>
      <Link href="/">{text.app.toContainers}</Link>
    </>
  );
}
