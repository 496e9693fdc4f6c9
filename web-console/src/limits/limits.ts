import type { QuotaLimits } from '../api/model';
import { text } from '../messages/messages';

export const limitNames = [
  'containers',
  'running',
  'cpus',
  'memoryMiB',
  'pids',
  'ports',
  'images',
  'imageMiB',
  'homeMiB',
] as const satisfies readonly (keyof QuotaLimits)[];

export type LimitName = (typeof limitNames)[number];
/** What the fields contain; empty is no value. */
export type LimitFields = Record<LimitName, string>;

const options: Record<LimitName, string> = {
  containers: 'containers',
  running: 'running',
  cpus: 'cpus',
  memoryMiB: 'memory',
  pids: 'pids',
  ports: 'ports',
  images: 'images',
  imageMiB: 'image-space',
  homeMiB: 'home-space',
};

export function fieldsOf(limits: QuotaLimits): LimitFields {
  return Object.fromEntries(limitNames.map((name) => [name, String(limits[name] ?? '')])) as LimitFields;
}

export function limitsOf(fields: LimitFields): QuotaLimits {
  return Object.fromEntries(
    limitNames.filter((name) => fields[name].trim()).map((name) => [name, Number(fields[name])]),
  );
}

/** The options of the shell's command that sets the same limits. A missing limit is inherited. */
export function limitOptions(limits: QuotaLimits): string[] {
  return limitNames.flatMap((name) => {
    const value = limits[name];
    return [`--${options[name]}`, value === undefined ? 'inherit' : value < 0 ? 'unlimited' : String(value)];
  });
}

/** The limits in one line. */
export function limitsText(limits: QuotaLimits): string {
  return limitNames
    .flatMap((name) => {
      const value = limits[name];
      if (value === undefined) return [];
      return [value < 0 ? `${text.quota[name]}: ${text.common.noLimit}` : `${value} ${text.quota[name]}`];
    })
    .join(', ');
}
