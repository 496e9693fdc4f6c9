import { text } from '../messages/messages';
import { TextField } from '../ui/fields';
import { type LimitFields, limitNames } from './limits';

interface LimitsFieldsProps {
  fields: LimitFields;
  change: (fields: LimitFields) => void;
}

export function LimitsFields({ fields, change }: LimitsFieldsProps) {
  return (
    <fieldset>
      <legend>{text.limits.title}</legend>
      <p className="note">{text.limits.hint}</p>
      <div className="field-row">
        {limitNames.map((name) => (
          <TextField
            key={name}
            label={text.quota[name]}
            type="number"
            min="-1"
            step={name === 'cpus' ? '0.001' : '1'}
            value={fields[name]}
            onChange={(value) => change({ ...fields, [name]: value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
