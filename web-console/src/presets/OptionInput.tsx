import { text } from '../messages/messages';
import { CheckField, SelectField, TextField } from '../ui/fields';
import { type OptionField, wrongOption } from './optionFields';

interface OptionInputProps {
  field: OptionField;
  value: string;
  change: (value: string) => void;
}

/** The input of one option of a preset. */
export function OptionInput({ field, value, change }: OptionInputProps) {
  const { name, description, kind, example } = field;
  switch (kind) {
    case 'number':
      return (
        <TextField
          label={name}
          hint={description}
          type="number"
          step="any"
          placeholder={example}
          value={value}
          onChange={change}
        />
      );
    case 'text':
      return <TextField label={name} hint={description} placeholder={example} value={value} onChange={change} />;
    case 'boolean':
      return (
        <SelectField
          label={name}
          hint={description}
          value={value}
          options={[
            ['', text.presets.unset],
            ['true', text.common.yes],
            ['false', text.common.no],
          ]}
          onChange={change}
        />
      );
    case 'choices':
      return <Choices field={field} value={value} change={change} />;
    case 'json':
      return (
        <TextField
          label={`${name} (${text.presets.json})`}
          hint={description}
          error={wrongOption(field, value)}
          placeholder={example}
          rows={2}
          value={value}
          onChange={change}
        />
      );
  }
}

function Choices({ field, value, change }: OptionInputProps) {
  const chosen = new Set(value.split(' ').filter(Boolean));
  const toggle = (each: string, on: boolean) =>
    change(field.values.filter((one) => (one === each ? on : chosen.has(one))).join(' '));
  return (
    <fieldset>
      <legend>{field.name}</legend>
      <p className="hint">{field.description}</p>
      <div className="field-row">
        {field.values.map((each) => (
          <CheckField key={each} label={each} checked={chosen.has(each)} onChange={(on) => toggle(each, on)} />
        ))}
      </div>
    </fieldset>
  );
}
