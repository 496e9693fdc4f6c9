import { fetchConsole } from '../api/send';
import { removeDrafts } from './drafts';

/** Ends the session here and at the identity provider, also if it has ended here already. Fails with a ProblemError. */
export async function signOut(): Promise<void> {
  const response = await fetchConsole('/console/sign-out', { method: 'POST' });
  removeDrafts();
  const { redirect } = (await response.json()) as { redirect: string };
  location.assign(redirect);
}
