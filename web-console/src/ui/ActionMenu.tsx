import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { Button as MenuButton } from 'react-aria-components/Button';
import { text } from '../messages/messages';

export interface Action {
  id: string;
  title: string;
  run: () => void;
  /** Why it cannot be used now. */
  disabledReason?: string | undefined;
}

/** A button that opens a menu of actions. */
export function ActionMenu({ label, actions, title }: { label: string; actions: Action[]; title?: string }) {
  return (
    <MenuTrigger>
      <MenuButton className={`button ${title ? 'plain' : 'quiet'} menu-button`} aria-label={label}>
        {title ?? '⋯'}
      </MenuButton>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={text.common.actions}
          onAction={(key) => actions.find((action) => action.id === key)?.run()}
          disabledKeys={actions.filter((action) => action.disabledReason).map((action) => action.id)}
        >
          {actions.map((action) => (
            <MenuItem key={action.id} id={action.id} textValue={action.title} className="menu-item">
              {action.title}
              {action.disabledReason && <small>{action.disabledReason}</small>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
