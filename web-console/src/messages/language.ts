import { en } from './en';

/** The shape of a catalogue: the keys of English with texts of another language. */
type Translated<T> = T extends string ? string : { readonly [K in keyof T]: Translated<T[K]> };
export type Catalogue = Translated<typeof en>;

/** All catalogues by language. One that lacks a text does not compile. */
export const catalogues: Readonly<Record<string, Catalogue>> = { en };

const storageKey = 'language';

/** The language of this page: the user's choice, or else the first that the browser prefers, or else English. */
export function currentLanguage(): string {
  if (typeof localStorage === 'undefined') return en.language; // not in a browser
  return pickLanguage(Object.keys(catalogues), [localStorage.getItem(storageKey) ?? '', ...navigator.languages]);
}

/** The first wish for which there is a catalogue; `de-AT` is content with `de`. */
export function pickLanguage(available: readonly string[], wishes: readonly string[]): string {
  const candidates = wishes.flatMap((wish) => [wish, wish.split('-')[0] ?? '']);
  return candidates.find((candidate) => available.includes(candidate)) ?? en.language;
}

/** Shows all pages in another language from now on, in this browser. */
export function chooseLanguage(language: string): void {
  localStorage.setItem(storageKey, language);
  location.reload();
}
