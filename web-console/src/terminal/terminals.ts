// The person's terminals, which are at the SSH gateway. They are part of the console, not of the API.
import { useQuery } from '@tanstack/react-query';
import type { Container } from '../api/model';
import { fetchConsole } from '../api/send';
import { text } from '../messages/messages';
import type { Commands } from '../operations/Operation';

export interface TerminalEntry {
  id: string;
  /** The container's id. */
  container: string;
  /** The container's name when the terminal was opened. */
  name: string;
  user: string;
  openedAt: string;
  /** Whether a tab shows it. */
  attached: boolean;
  /** When it ends unless a tab shows it before. */
  endsAt?: string;
}

export const terminalsKey = ['terminals'] as const;
const address = '/console/terminals';
const refreshMs = 5_000;

export function useTerminals() {
  return useQuery({
    queryKey: terminalsKey,
    queryFn: async ({ signal }) => {
      const response = await fetchConsole(address, { signal, headers: { Accept: 'application/json' } });
      return (await response.json()) as { items: TerminalEntry[] };
    },
    refetchInterval: refreshMs,
  });
}

/** Opens a terminal. It is recorded in the audit. */
export async function openTerminal(container: string, user: string): Promise<TerminalEntry> {
  const response = await fetchConsole(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ container, user }),
  });
  return (await response.json()) as TerminalEntry;
}

export async function endTerminal(id: string): Promise<void> {
  await fetchConsole(`${address}/${id}`, { method: 'DELETE' });
}

/** The page that shows a terminal. */
export function terminalPage(handle: string, id?: string): string {
  return `/containers/${handle}/terminal${id ? `?terminal=${id}` : ''}`;
}

/** How to open a session in a container without the console. */
export function connectCommands({ name }: Pick<Container, 'name'>, user: string): Commands {
  return { title: text.terminal.action, shell: ['connect', name, '--user', user], interactive: true };
}
