import { catalogues, chooseLanguage } from '../messages/language';
import { text } from '../messages/messages';
import { SelectField } from '../ui/fields';

/** The language of the console in this browser; nothing while there is only one. */
export function LanguageChoice() {
  const languages = Object.keys(catalogues);
  if (languages.length < 2) return null;
  return (
    <SelectField
      label={text.you.language}
      value={text.language}
      options={languages.map((language) => [language, nameOf(language)] as const)}
      onChange={chooseLanguage}
    />
  );
}

/** A language in its own words. */
function nameOf(language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}
