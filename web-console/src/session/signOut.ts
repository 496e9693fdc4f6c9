import { fetchConsole } from '../api/send';

/** Ends the session here and at the identity provider. Fails with a ProblemError. */
export async function signOut(): Promise<void> {
  const response = await fetchConsole('/console/sign-out', { method: 'POST' });
  const { redirect } = (await response.json()) as { redirect: string };
  location.assign(redirect);
}
