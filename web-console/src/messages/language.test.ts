import { expect, test } from 'vitest';
import { en } from './en';
import { type Catalogue, catalogues, pickLanguage } from './language';

test('a catalogue that lacks a text does not compile', () => {
  const { stop, ...others } = en.actions;
  // @ts-expect-error the text of an action is missing
  const incomplete: Catalogue = { ...en, actions: others };
  expect(incomplete.actions).not.toHaveProperty('stop', stop);
});

test.each(Object.entries(catalogues))('%s has the placeholders of English in each text', (language, catalogue) => {
  expect(catalogue.language).toBe(language);
  expect(placeholders(catalogue)).toEqual(placeholders(en));
});

test.each([
  [['de'], 'de'],
  [['', 'fr', 'de-AT', 'en'], 'de'],
  [['en', 'de'], 'en'],
  [['fr'], 'en'],
])('of the wishes %j, %s is chosen', (wishes, language) => {
  expect(pickLanguage(['en', 'de'], wishes)).toBe(language);
});

/** The placeholders of each text by its path. Forms of plurals differ between languages. */
function placeholders(part: object, path = ''): Record<string, string[]> {
  return Object.entries(part).reduce<Record<string, string[]>>((all, [key, value]: [string, unknown]) => {
    const name = `${path}.${key}`;
    if (typeof value === 'object' && value !== null) {
      return 'other' in value ? all : { ...all, ...placeholders(value, name) };
    }
    return { ...all, [name]: (String(value).match(/\{\w+\}/g) ?? []).sort() };
  }, {});
}
