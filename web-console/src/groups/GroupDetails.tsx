import { call } from '../api/call';
import { useLiveQuery } from '../api/lists';
import { GrantSection } from '../grants/GrantSection';
import { limitsText } from '../limits/limits';
import { text } from '../messages/messages';
import { Answer } from '../ui/Answer';
import { Facts } from '../ui/Facts';

const t = text.groups;

export function GroupDetails({ name }: { name: string }) {
  const group = useLiveQuery(['live', 'groups', name], call('get', '/v1/catalog/groups/{name}', { path: { name } }));
  return (
    <Answer query={group}>
      {(data) => (
        <>
          <Facts
            facts={[
              [t.columns.description, data.description],
              [t.columns.limits, limitsText(data.quota) || text.common.none],
              [t.members, data.members.join(', ') || (name === 'everybody' ? t.everybody : text.common.none)],
            ]}
          />
          <GrantSection owner={{ kind: 'group', name }} grants={data.grants} />
        </>
      )}
    </Answer>
  );
}
