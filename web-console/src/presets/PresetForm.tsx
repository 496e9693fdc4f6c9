import { call } from '../api/call';
import type { Preset, PresetOptions } from '../api/model';
import { say, text } from '../messages/messages';
import type { Operation } from '../operations/Operation';
import { OperationDialog } from '../operations/OperationDialog';
import { useTag } from '../operations/useTag';
import { useDraft } from '../session/drafts';
import { TextField } from '../ui/fields';
import { OptionInput } from './OptionInput';
import { type OptionValues, optionFields, optionsOf, valuesOf } from './optionFields';

const t = text.presets;

/** Adds a preset, or a new version of an existing one. */
export function PresetForm({ preset, close }: { preset?: Preset; close: () => void }) {
  const [fields, change, clear] = useDraft(`preset:${preset ? `${preset.name}:${preset.version}` : ''}`, () => ({
    name: preset?.name ?? '',
    description: preset?.description ?? '',
    options: valuesOf(preset?.options ?? {}),
  }));
  const ifMatch = useTag(
    preset && call('get', '/v1/catalog/presets/{name}', { path: { name: preset.name } }),
    (now) => now.version === preset?.version,
  );
  const { operation, wrong } = read(fields.name, fields.description, fields.options, preset !== undefined, ifMatch);
  return (
    <OperationDialog
      operation={operation}
      submit={preset ? t.change : t.add}
      preview
      close={() => {
        clear();
        close();
      }}
      done={() => {
        clear();
        close();
      }}
    >
      {preset ? (
        <p className="note">{t.newVersion}</p>
      ) : (
        <TextField
          label={text.common.name}
          value={fields.name}
          onChange={(name) => change({ name })}
          required
          autoFocus
        />
      )}
      <TextField
        label={text.common.description}
        value={fields.description}
        onChange={(description) => change({ description })}
      />
      {optionFields.map((field) => (
        <OptionInput
          key={field.name}
          field={field}
          value={fields.options[field.name] ?? ''}
          change={(value) => change({ options: { ...fields.options, [field.name]: value } })}
        />
      ))}
      {wrong && <p className="warning">{wrong}</p>}
    </OperationDialog>
  );
}

interface ReadForm {
  operation?: Operation;
  wrong?: string;
}

function read(name: string, description: string, values: OptionValues, exists: boolean, ifMatch?: string): ReadForm {
  if (!name) return {};
  try {
    const options = optionsOf(values) as PresetOptions;
    return {
      operation: {
        title: say(text.actions.of, { action: exists ? t.change : text.common.add, name }),
        shell: ['preset', 'set', name, '--description', description, '--options', JSON.stringify(options)],
        call: call('put', '/v1/catalog/presets/{name}', { path: { name }, body: { description, options }, ifMatch }),
      },
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}
