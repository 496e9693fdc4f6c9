// All texts of the console in English. A second language is another catalogue with the same keys.
import { administration } from './en/administration';
import { account } from './en/account';
import { common } from './en/common';
import { containers } from './en/containers';
import { operations } from './en/operations';
import { people } from './en/people';
import { requests } from './en/requests';
import { terminal } from './en/terminal';

export const en = {
  /** As in the attribute lang, for numbers, plurals and the order of words. */
  language: 'en',
  ...common,
  ...containers,
  ...account,
  ...operations,
  ...administration,
  ...people,
  ...requests,
  ...terminal,
} as const;
