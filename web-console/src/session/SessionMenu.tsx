import { useLocation } from 'wouter';
import { problemOf } from '../api/problem';
import { text } from '../messages/messages';
import { notices } from '../operations/notices';
import { chooseTheme, themes, useTheme } from '../theme/theme';
import { ActionMenu } from '../ui/ActionMenu';
import { useSession } from './SessionContext';
import { signOut } from './signOut';

/** The account's menu: colours, and sign out. */
export function SessionMenu() {
  const { account, name } = useSession();
  const theme = useTheme();
  const [, navigate] = useLocation();
  const actions = [
    { id: 'you', title: text.nav.you, run: () => navigate('/you') },
    ...themes.map((each) => ({
      id: each,
      title: `${each === theme ? '✓ ' : ''}${text.app.theme}: ${text.app.themes[each]}`,
      run: () => chooseTheme(each),
    })),
    { id: 'sign-out', title: text.app.signOut, run: () => void leave() },
  ];
  return <ActionMenu label={name ?? account} title={name ?? account} actions={actions} />;
}

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    const operation = { title: text.app.signOut, call: { method: 'post', path: '/console/sign-out' } } as const;
    notices.fail(operation, problemOf(error));
  }
}
