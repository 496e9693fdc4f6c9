import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useAbout, useContainers } from '../api/lists';
import { administrationPages, personalPages } from '../app/pages';
import { handleOf } from '../containers/operations';
import { useContainerActions } from '../containers/useContainerActions';
import { say, text } from '../messages/messages';
import { sshLine } from '../operations/commandLines';
import { useSession } from '../session/SessionContext';
import { chooseTheme, themes } from '../theme/theme';
import type { Action } from '../ui/ActionMenu';
import { copyText } from '../ui/clipboard';
import { shellCommands } from './shellCommands';

export interface PaletteEntry {
  id: string;
  title: string;
  /** Other words by which it is found. */
  words: string;
  hint?: string | undefined;
  run: () => void;
}

export function usePaletteEntries(): PaletteEntry[] {
  const { role, account } = useSession();
  const containers = useContainers().data?.items;
  const gateway = useAbout().data?.sshGateway;
  const actions = useContainerActions();
  const [, navigate] = useLocation();
  return useMemo(() => {
    const pages = [...personalPages, ...(role === 'administrator' ? administrationPages : [])]
      .filter((page) => page.listed)
      .map((page) => ({
        id: `page ${page.path}`,
        title: page.title,
        words: '',
        hint: page.keys,
        run: () => navigate(page.path),
      }));
    const ofContainers = (containers ?? []).flatMap((container) =>
      actions(container)
        .filter((action) => !action.disabledReason)
        .map((action) => ({
          id: `${action.id} ${container.id}`,
          title: entryTitle(action, container.name),
          words: `${action.id} ${handleOf(container)} ${action.id === 'remove' ? 'rm' : ''}`,
          hint: action.id === 'show' ? text.containers.states[container.state] : undefined,
          run: action.run,
        })),
    );
    const available = shellCommands.filter(({ path }) => path || gateway);
    const shell = available.map(({ words, path, title }) => ({
      id: `shell ${words}`,
      title: title ?? words,
      words,
      hint: path
        ? words
        : gateway && say(text.palette.shellOnly, { command: sshLine(gateway, account, words.split(' ')) }),
      run: () => {
        if (path) navigate(path);
        else if (gateway) void copyText(sshLine(gateway, account, words.split(' ')));
      },
    }));
    const colours = themes.map((theme) => ({
      id: `theme ${theme}`,
      title: `${text.app.theme}: ${text.app.themes[theme]}`,
      words: 'theme colors dark light',
      run: () => chooseTheme(theme),
    }));
    return [...pages, ...ofContainers, ...shell, ...colours];
  }, [role, account, containers, gateway, actions, navigate]);
}

function entryTitle({ id, title }: Action, name: string): string {
  if (id === 'show') return name;
  if (id === 'terminal') return say(text.terminal.openIn, { name });
  return say(text.actions.of, { action: title, name });
}
