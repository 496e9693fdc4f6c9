import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Facts } from '../ui/Facts';
import { Section } from '../ui/Page';

const t = text.issuer;

/** Where people sign in. The operator sets it, so the console only shows it. */
export function IssuerSection() {
  const issuer = useLiveQuery(['live', 'issuer'], call('get', '/v1/issuer'));
  return (
    <Section title={t.title}>
      <Answer query={issuer}>
        {({ issuer: address, audience, nameClaim, tokenTypes, managed, state }) => (
          <Facts
            facts={[
              [t.address, address],
              [t.state, state],
              [t.audience, audience],
              [t.nameClaim, nameClaim],
              [t.tokenTypes, tokenTypes.join(', ')],
              [t.managed, managed ? text.common.yes : text.common.no],
            ]}
          />
        )}
      </Answer>
    </Section>
  );
}
