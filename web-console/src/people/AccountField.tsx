import { TextField } from '../ui/fields';
import { usePeople } from './queries';

interface AccountFieldProps {
  label: string;
  value: string;
  onChange: (name: string) => void;
  except: string;
}

/** A field for the name of another account. */
export function AccountField({ label, value, onChange, except }: AccountFieldProps) {
  const names = (usePeople().data?.items ?? []).map((person) => person.name).filter((name) => name !== except);
  return <TextField label={label} value={value} suggestions={names} onChange={onChange} />;
}
