import { useAbout, useGrantedPresets, useImages } from '../api/lists';
import type { GrantedPreset } from '../api/model';
import { say, text } from '../messages/messages';
import { SelectField, TextField } from '../ui/fields';
import { formatEnd, formatNumber } from '../ui/format';
import type { CreateFields } from './createRequest';

interface CreateFieldSetProps {
  fields: CreateFields;
  change: (part: Partial<CreateFields>) => void;
}

export function CreateFieldSet({ fields, change }: CreateFieldSetProps) {
  const images = useImages().data?.items.filter((image) => image.state === 'ready') ?? [];
  const presets = useGrantedPresets().data?.items ?? [];
  const defaults = useAbout().data?.defaults;
  const several = Number(fields.count) > 1;
  const t = text.create;
  return (
    <>
      <div className="field-row">
        <TextField
          label={t.image}
          hint={t.imageHint}
          value={fields.image}
          suggestions={images.map((image) => image.ref)}
          onChange={(image) => change({ image })}
          required
        />
        {several ? (
          <TextField
            label={t.pattern}
            hint={t.patternHint}
            value={fields.namePattern}
            placeholder="node-{n}"
            onChange={(namePattern) => change({ namePattern })}
          />
        ) : (
          <TextField label={t.name} hint={t.nameHint} value={fields.name} onChange={(name) => change({ name })} />
        )}
        <TextField label={t.count} type="number" min="1" value={fields.count} onChange={(count) => change({ count })} />
      </div>
      <div className="field-row">
        <TextField
          label={t.cpus}
          hint={defaultHint(defaults?.cpus)}
          placeholder={String(defaults?.cpus ?? '')}
          type="number"
          min="0"
          step="any"
          value={fields.cpus}
          onChange={(cpus) => change({ cpus })}
        />
        <TextField
          label={t.memory}
          hint={defaultHint(defaults?.memoryMiB)}
          placeholder={String(defaults?.memoryMiB ?? '')}
          type="number"
          min="0"
          value={fields.memoryMiB}
          onChange={(memoryMiB) => change({ memoryMiB })}
        />
        <SelectField
          label={t.preset}
          value={fields.preset}
          options={[['', t.noPreset], ...presets.map(presetOption)]}
          onChange={(preset) => change({ preset })}
        />
      </div>
      <MoreFields fields={fields} change={change} />
    </>
  );
}

function MoreFields({ fields, change }: CreateFieldSetProps) {
  const t = text.create;
  const filled = [fields.ports, fields.environment, fields.command, fields.host, fields.on].some(Boolean);
  return (
    <details className="more" open={filled || undefined}>
      <summary>{t.more}</summary>
      <TextField label={t.ports} hint={t.portsHint} value={fields.ports} onChange={(ports) => change({ ports })} />
      <TextField
        label={t.environment}
        hint={t.environmentHint}
        rows={3}
        value={fields.environment}
        onChange={(environment) => change({ environment })}
      />
      <TextField
        label={t.command}
        hint={t.commandHint}
        value={fields.command}
        onChange={(command) => change({ command })}
      />
      <div className="field-row">
        <TextField
          label={t.workingDirectory}
          value={fields.workingDirectory}
          onChange={(workingDirectory) => change({ workingDirectory })}
        />
        <TextField
          label={t.timeZone}
          value={fields.timeZone}
          suggestions={Intl.supportedValuesOf('timeZone')}
          onChange={(timeZone) => change({ timeZone })}
        />
      </div>
      <div className="field-row">
        <TextField label={t.host} placeholder={t.anyHost} value={fields.host} onChange={(host) => change({ host })} />
        <TextField label={t.labels} hint={t.labelsHint} value={fields.on} onChange={(on) => change({ on })} />
      </div>
    </details>
  );
}

function defaultHint(value: number | undefined): string {
  return value === undefined ? text.create.defaultHint : say(text.create.defaultIs, { value: formatNumber(value) });
}

function presetOption({ name, until }: GrantedPreset): [string, string] {
  return [name, until ? say(text.create.presetUntil, { name, until: formatEnd(until) }) : name];
}
