// The form of a preset's options, made from the description of the API.
import schema from '#preset-options';
import { say, text } from '../messages/messages';

export interface OptionField {
  name: string;
  description: string;
  kind: 'number' | 'boolean' | 'text' | 'choices' | 'json';
  /** With choices: the permitted values. */
  values: string[];
  example: string;
}

interface Property {
  type?: string;
  description?: string;
  examples?: unknown[];
  items?: { enum?: string[] };
}

/** For the options whose values are JSON. */
const jsonExamples: Record<string, unknown> = {
  deviceRequests: [{ count: 1, capabilities: ['gpu'] }],
  devices: [{ path: '/dev/fuse' }],
  mounts: [{ source: '/srv/data', target: '/data', readOnly: true }],
  sysctls: { 'net.core.somaxconn': '1024' },
  tmpfs: [{ target: '/scratch', sizeMiB: 4096 }],
  ulimits: { nofile: { soft: 4096, hard: 8192 } },
};

/** One field for each option that the API knows. */
export const optionFields: readonly OptionField[] = Object.entries(schema.properties as Record<string, Property>).map(
  ([name, property]) => ({
    name,
    description: property.description ?? '',
    kind: kindOf(property),
    values: property.items?.enum ?? [],
    example: exampleOf(name, property),
  }),
);

function exampleOf(name: string, property: Property): string {
  if (kindOf(property) === 'json') return JSON.stringify(jsonExamples[name] ?? property.examples?.[0] ?? '');
  return property.examples?.[0] === undefined ? '' : JSON.stringify(property.examples[0]).replaceAll('"', '');
}

function kindOf({ type, items }: Property): OptionField['kind'] {
  switch (type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    case 'array':
      return items?.enum ? 'choices' : 'json';
    case undefined:
    default:
      return 'json';
  }
}

/** What the fields contain, by the name of the option; an empty one is not set. */
export type OptionValues = Record<string, string>;

export function valuesOf(options: object): OptionValues {
  return Object.fromEntries(
    optionFields.map(({ name, kind }) => {
      const value = (options as Record<string, unknown>)[name];
      if (value === undefined) return [name, ''];
      if (kind === 'choices') return [name, (value as string[]).join(' ')];
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

/** Why the value of a field cannot be read; undefined if it can. */
export function wrongOption(field: OptionField, value: string): string | undefined {
  if (!value.trim()) return undefined;
  try {
    optionOf(field, value.trim());
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return say(text.presets.example, { cause, example: field.example });
  }
}

/** The options in the fields. Fails with a sentence if a field is not readable. */
export function optionsOf(values: OptionValues): Record<string, unknown> {
  return Object.fromEntries(
    optionFields
      .filter(({ name }) => values[name]?.trim())
      .map((field) => [field.name, optionOf(field, values[field.name]?.trim() ?? '')]),
  );
}

function optionOf({ name, kind }: OptionField, value: string): unknown {
  switch (kind) {
    case 'number':
      return Number(value);
    case 'boolean':
      return value === 'true';
    case 'text':
      return value;
    case 'choices':
      return value.split(' ');
    case 'json':
      try {
        return JSON.parse(value);
      } catch (error) {
        throw new Error(say(text.presets.notJson, { field: name, cause: String(error) }));
      }
  }
}
