import type { User } from '../api/model';

const days = 30;

/** The accounts that end in the next 30 days, the next one first. */
export function endingSoon(people: readonly User[], now: number): User[] {
  const until = now + days * 86_400_000;
  const end = ({ expiresAt }: User) => Date.parse(expiresAt ?? '');
  return people
    .filter((person) => !person.removal && end(person) > now && end(person) <= until)
    .sort((one, other) => end(one) - end(other));
}
