package dcm.rest.entitytag;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.GroupName;
import dcm.contract.quota.Quota;
import dcm.contract.snapshot.GroupSnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntityTagTest {
    private static final GroupSnapshot GROUP = GroupSnapshot.empty(new GroupName("students"))
            .define("Spring term", Quota.NONE, Instant.parse("2026-11-25T14:00:00Z"));

    @Test
    void equalSnapshotsHaveTheSameQuotedTag() {
        GroupSnapshot same = GroupSnapshot.empty(new GroupName("students"))
                .define("Spring term", Quota.NONE, Instant.parse("2026-11-25T14:00:00Z"));

        assertThat(EntityTag.of(GROUP)).isEqualTo(EntityTag.of(same)).matches("\"[0-9a-f]{32}\"");
    }

    @Test
    void changedSnapshotHasAnotherTag() {
        GroupSnapshot changed = GROUP.define("Autumn term", Quota.NONE, Instant.parse("2026-11-25T14:00:00Z"));

        assertThat(EntityTag.of(changed)).isNotEqualTo(EntityTag.of(GROUP));
    }

    @Test
    void listMatchesAnyOfItsTagsAndAStarMatchesEveryTag() {
        assertThat(EntityTag.matches("\"a\", \"b\"", "\"b\"")).isTrue();
        assertThat(EntityTag.matches("*", "\"b\"")).isTrue();
        assertThat(EntityTag.matches("\"a\"", "\"b\"")).isFalse();
        assertThat(EntityTag.matches("W/\"b\"", "\"b\"")).isFalse();
    }
}
