import { text } from '../messages/messages';

interface ShellCommand {
  /** What is typed at the SSH gateway. */
  words: string;
  /** The page that does the same; without one, the palette copies the command. */
  path?: string;
  title?: string;
}

/** The shell's commands that are not about one container. */
export const shellCommands: readonly ShellCommand[] = [
  { words: 'create', path: '/new', title: text.nav.newContainer },
  { words: 'show', path: '/', title: text.nav.containers },
  { words: 'images', path: '/images', title: text.nav.images },
  { words: 'ports', path: '/ports', title: text.nav.ports },
  { words: 'whoami', path: '/you', title: text.nav.you },
  { words: 'quota', path: '/you', title: text.containers.quota },
  { words: 'presets', path: '/you', title: text.you.presets },
  { words: 'keys add', path: '/you', title: text.keyActions.add },
  { words: 'ssh-config', path: '/you', title: text.you.sshConfig },
  { words: 'ssh-config --known-hosts' },
  { words: 'token' },
  { words: 'registry ls' },
];
