import { type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

function Field({ id, label, hint, error, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? (
        <p className="error" id={`${id}-hint`} role="alert">
          {error}
        </p>
      ) : (
        hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'number' | 'search' | 'date' | 'datetime-local' | 'email' | 'password';
  placeholder?: string;
  rows?: number;
  autoFocus?: boolean;
  required?: boolean;
  step?: string;
  min?: string;
  /** Suggested values. Others can be entered, too. */
  suggestions?: string[];
}

export function TextField({ value, onChange, rows, suggestions, step, min, type, ...field }: TextFieldProps) {
  const id = useId();
  const shared = {
    id,
    value,
    spellCheck: false,
    // Browsers save what is entered in a password field with 'off'.
    autoComplete: type === 'password' ? 'new-password' : 'off',
    autoFocus: field.autoFocus,
    placeholder: field.placeholder,
    required: field.required,
    'aria-describedby': (field.error ?? field.hint) ? `${id}-hint` : undefined,
    'aria-invalid': field.error ? true : undefined,
  };
  return (
    <Field id={id} label={field.label} hint={field.hint} error={field.error}>
      {rows ? (
        <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...shared}
          type={type ?? 'text'}
          step={step}
          min={min}
          list={suggestions && `${id}-list`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

interface SelectProps<V extends string> extends FieldProps {
  value: V;
  onChange: (value: V) => void;
  options: readonly (readonly [value: V, title: string])[];
}

export function SelectField<V extends string>({ value, onChange, options, ...field }: SelectProps<V>) {
  const id = useId();
  return (
    <Field id={id} {...field}>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as V)}>
        {options.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckFieldProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function CheckField({ label, checked, onChange }: CheckFieldProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
