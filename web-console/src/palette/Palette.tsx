import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { SearchField } from 'react-aria-components/SearchField';
import { useState } from 'react';
import { text } from '../messages/messages';
import { DialogFrame } from '../ui/Dialogs';
import { usePaletteEntries } from './usePaletteEntries';
import { useTypedEntry } from './useTypedEntry';

/** Finds pages, containers and commands. The words of the shell work, too. */
export default function Palette({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('');
  const known = usePaletteEntries();
  const command = useTypedEntry(typed);
  const entries = command ? [command, ...known] : known;
  const { contains } = useFilter({ sensitivity: 'base' });
  const matches = (entry: string, typed: string) => typed.split(/\s+/).every((word) => contains(entry, word));
  return (
    <DialogFrame title={text.palette.title} close={close} className="palette">
      <Autocomplete filter={matches} inputValue={typed} onInputChange={setTyped}>
        <SearchField className="palette-search" aria-label={text.palette.placeholder} autoFocus>
          <Input placeholder={text.palette.placeholder} />
        </SearchField>
        <Menu
          className="menu"
          aria-label={text.palette.title}
          items={entries}
          renderEmptyState={() => <p className="note">{text.palette.empty}</p>}
          onAction={(key) => {
            close();
            entries.find((entry) => entry.id === key)?.run();
          }}
        >
          {(entry) => (
            <MenuItem id={entry.id} textValue={`${entry.title} ${entry.words}`} className="menu-item">
              {entry.title}
              {entry.hint && <small>{entry.hint}</small>}
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </DialogFrame>
  );
}
