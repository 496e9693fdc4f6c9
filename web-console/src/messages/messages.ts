import { en } from './en';
import { catalogues, currentLanguage } from './language';

/** The texts of the page's language. The type is that of English, whose placeholders the compiler knows. */
export const text = (catalogues[currentLanguage()] ?? en) as typeof en;

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Values<S extends string> = Record<Placeholders<S>, string | number>;

/** Fills the placeholders of a text: `say('Remove {name}?', { name: 'web' })`. */
export function say<S extends string>(template: S, values: Values<S>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String((values as Record<string, string | number>)[name]),
  );
}

const plurals = new Intl.PluralRules(text.language);

/** A text for a number: `count(2, { one: '{n} container', other: '{n} containers' })`. */
export function count(n: number, forms: PluralForms): string {
  return (forms[plurals.select(n)] ?? forms.other).replace('{n}', String(n));
}

/** A language has as many forms as it needs. */
type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
