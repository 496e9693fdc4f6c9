package dcm.projection.change;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudiencesTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final OwnerName CHIEF = new OwnerName("chief");
    private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");

    private final Audiences audiences = new Audiences(NOW);

    @Test
    void ownerSeesNoChangeOfAnotherOwnerOrOfAHost() throws InterruptedException {
        Follower alice = connect(ALICE, false);

        audiences.publish(new ViewChange(BOB, "container", "{\"id\":\"b\"}"), NOW);
        audiences.publish(new ViewChange(null, "host", "{\"name\":\"n1\"}"), NOW);
        audiences.publish(new ViewChange(ALICE, "container", "{\"id\":\"a\"}"), NOW);

        assertThat(received(alice)).containsExactly("{\"id\":\"a\"}");
    }

    @Test
    void changesOfAnotherOwnerDoNotChangeTheIds() throws InterruptedException {
        Follower alice = connect(ALICE, false);
        connect(BOB, false);
        String first = alice.next().orElseThrow().id();
        for (int i = 0; i < 3; i++) {
            audiences.publish(new ViewChange(BOB, "container", "{}"), NOW);
        }

        audiences.heartbeat(NOW);

        assertThat(alice.next().orElseThrow().id()).isEqualTo(first);
    }

    @Test
    void administratorSeesAllChangesWithTheirAccount() throws InterruptedException {
        Follower chief = connect(CHIEF, true);

        audiences.publish(new ViewChange(ALICE, "container", "{\"id\":\"a\"}"), NOW);
        audiences.publish(new ViewChange(null, "host", "{\"name\":\"n1\"}"), NOW);

        assertThat(received(chief)).containsExactly("{\"account\":\"alice\",\"id\":\"a\"}", "{\"name\":\"n1\"}");
    }

    @Test
    void viewsWithoutFollowersAreNotRead() {
        assertThat(audiences.hasFollowersOf(ALICE)).isFalse();

        connect(ALICE, false);

        assertThat(audiences.hasFollowersOf(ALICE)).isTrue();
        assertThat(audiences.hasFollowersOf(BOB)).isFalse();
        assertThat(audiences.hasFollowersOf(null)).isFalse();
    }

    @Test
    void forgottenAudienceHasNoFollowers() {
        connect(ALICE, false).close();

        audiences.forget(NOW.plus(Audience.RESUME_WINDOW).plusSeconds(1));

        assertThat(audiences.hasFollowersOf(ALICE)).isFalse();
        assertThat(audiences.isEmpty()).isTrue();
    }

    @Test
    void endingAnAccountEndsAllItsStreamsAndNoOthers() throws InterruptedException {
        Follower own = connect(CHIEF, false);
        Follower all = connect(CHIEF, true);
        connect(ALICE, false);

        audiences.end(CHIEF::equals);

        assertThat(own.next()).isEmpty();
        assertThat(all.next()).isEmpty();
        assertThat(audiences.size()).isEqualTo(1);
    }

    private Follower connect(OwnerName account, boolean all) {
        Follower follower = new Follower(
                account,
                Instant.now().plusSeconds(600),
                Audiences.mostCharacters(all),
                gone -> audiences.remove(gone, NOW));
        audiences.add(follower, all, null, NOW);
        return follower;
    }

    /** The data of the pending events after the first. */
    private static List<String> received(Follower follower) throws InterruptedException {
        List<String> data = new ArrayList<>();
        follower.next();
        follower.deliver(new LiveEvent("", "", "")); // so that the last call does not wait
        for (Optional<LiveEvent> event = follower.next();
                event.isPresent() && !event.get().name().isEmpty();
                event = follower.next()) {
            data.add(event.get().data());
        }
        return data;
    }
}
