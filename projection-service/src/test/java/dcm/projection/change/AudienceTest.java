package dcm.projection.change;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");

    private static final int CHARACTERS = 10_000;

    private final Audience audience = new Audience("abc", CHARACTERS, NOW);

    @Test
    void newClientGetsReadyThenChangesInTheirOrder() throws InterruptedException {
        Follower client = connect(null);

        publish(3);

        assertThat(received(client))
                .containsExactly("abc-0 ready", "abc-1 container", "abc-2 container", "abc-3 container");
    }

    @Test
    void clientResumesAfterItsLastEvent() throws InterruptedException {
        publish(5);

        Follower client = connect("abc-3");
        publish(1);

        assertThat(received(client))
                .containsExactly("abc-3 ready", "abc-4 container", "abc-5 container", "abc-6 container");
    }

    @Test
    void clientWithTheNewestEventMissesNothing() throws InterruptedException {
        publish(2);

        assertThat(received(connect("abc-2"))).containsExactly("abc-2 ready");
    }

    @Test
    void unknownIdResetsTheClient() throws InterruptedException {
        publish(2);

        for (String id : List.of("other-1", "abc-7", "nonsense", "", "abc-99999999999999999999")) {
            assertThat(received(connect(id))).as(id).containsExactly("abc-2 ready", "abc-2 reset");
        }
    }

    @Test
    void idOlderThanTheRecentEventsResetsTheClient() throws InterruptedException {
        int size = new LiveEvent("abc-1", "container", "{}").size();
        Audience small = new Audience("abc", 2 * size, NOW);
        for (int i = 0; i < 5; i++) {
            small.publish("container", "{}", NOW);
        }

        assertThat(received(connect(small, "abc-2"))).containsExactly("abc-5 ready", "abc-5 reset");
        assertThat(received(connect(small, "abc-3")))
                .containsExactly("abc-3 ready", "abc-4 container", "abc-5 container");
    }

    @Test
    void oldEventsAreForgotten() throws InterruptedException {
        publish(2);

        audience.heartbeat(NOW.plus(Audience.RESUME_WINDOW).plusSeconds(1));

        assertThat(received(connect("abc-1"))).containsExactly("abc-2 ready", "abc-2 reset");
    }

    @Test
    void resetReachesClientsThatReconnectLater() throws InterruptedException {
        Follower present = connect(null);
        publish(1);

        audience.reset(NOW);

        assertThat(received(present)).containsExactly("abc-0 ready", "abc-1 container", "abc-2 reset");
        assertThat(received(connect("abc-1"))).containsExactly("abc-2 ready", "abc-2 reset");
    }

    @Test
    void heartbeatHasTheNewestId() throws InterruptedException {
        Follower client = connect(null);
        publish(1);

        audience.heartbeat(NOW);

        assertThat(received(client)).last().isEqualTo("abc-1 heartbeat");
    }

    @Test
    void unreadEventsOfASlowClientAreReplacedByReset() throws InterruptedException {
        Follower slow = connect(null);
        Follower quick = connect(null);
        assertThat(quick.next()).isPresent();

        publish(Follower.CAPACITY);

        assertThat(received(slow)).containsExactly("abc-256 reset");
        assertThat(audience.size()).isEqualTo(2);
        assertThat(quick.next().orElseThrow().id()).isEqualTo("abc-1");
        assertThat(received(quick)).hasSize(Follower.CAPACITY - 1);
        assertThat(received(connect("abc-0"))).last().isEqualTo("abc-256 reset");
    }

    @Test
    void unreadEventsAboveTheSizeLimitAreReplacedByReset() throws InterruptedException {
        Follower slow = connect(null);
        String large = "x".repeat(CHARACTERS / 2);

        for (int i = 0; i < 3; i++) {
            audience.publish("intent", large, NOW);
        }

        assertThat(received(slow)).containsExactly("abc-2 reset", "abc-3 intent");
        assertThat(received(connect("abc-1"))).containsExactly("abc-3 ready", "abc-3 reset");
        assertThat(received(connect("abc-2"))).containsExactly("abc-2 ready", "abc-3 intent");
    }

    @Test
    void eventLargerThanTheLimitIsDelivered() throws InterruptedException {
        Follower client = connect(null);
        client.next();

        audience.publish("intent", "x".repeat(2 * CHARACTERS), NOW);

        assertThat(client.next().orElseThrow().name()).isEqualTo("intent");
        assertThat(received(connect("abc-0"))).containsExactly("abc-1 ready", "abc-1 reset");
    }

    @Test
    void endIsReportedToAReaderThatWaitsForTheClient() {
        Follower client = connect(null);
        List<String> ended = new ArrayList<>();
        client.onEnd(() -> ended.add("while open"));

        audience.end(ALICE::equals);
        client.onEnd(() -> ended.add("later"));

        assertThat(ended).containsExactly("while open", "later");
    }

    @Test
    void clientThatHasStoppedReadingIsRemovedWhenItsPermissionEnds() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Follower client =
                new Follower(ALICE, NOW.plusSeconds(1), CHARACTERS, gone -> audience.remove(gone, NOW), now::get);
        audience.add(client, null, NOW);
        assertThat(audience.size()).isEqualTo(1);

        now.set(NOW.plusSeconds(1));
        audience.heartbeat(NOW);

        assertThat(audience.size()).isZero();
    }

    @Test
    void streamEndsWhenItsPermissionExpires() throws InterruptedException {
        Follower client = new Follower(ALICE, Instant.now().minusSeconds(1), CHARACTERS, gone -> {});
        client.deliver(LiveEvent.ready("abc-0", NOW));

        assertThat(client.next()).isEmpty();
    }

    @Test
    void endedAccountGetsNoPendingEvents() throws InterruptedException {
        Follower client = connect(null);
        publish(1);

        audience.end(ALICE::equals);

        assertThat(client.next()).isEmpty();
        assertThat(audience.size()).isZero();
    }

    @Test
    void audienceExpiresWhenNoClientCanResume() {
        Follower client = connect(null);
        assertThat(audience.isExpired(NOW.plus(Audience.RESUME_WINDOW).plusSeconds(1)))
                .isFalse();

        client.close();

        assertThat(audience.isExpired(NOW.plus(Audience.RESUME_WINDOW))).isFalse();
        assertThat(audience.isExpired(NOW.plus(Audience.RESUME_WINDOW).plusSeconds(1)))
                .isTrue();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            audience.publish("container", "{}", NOW);
        }
    }

    private Follower connect(@Nullable String lastEventId) {
        return connect(audience, lastEventId);
    }

    private static Follower connect(Audience audience, @Nullable String lastEventId) {
        Follower follower =
                new Follower(ALICE, Instant.now().plusSeconds(600), CHARACTERS, gone -> audience.remove(gone, NOW));
        audience.add(follower, lastEventId, NOW);
        return follower;
    }

    /** The pending events: id and name. */
    private static List<String> received(Follower follower) throws InterruptedException {
        List<String> events = new ArrayList<>();
        follower.deliver(new LiveEvent("", "", "")); // so that the last call does not wait
        for (Optional<LiveEvent> event = follower.next();
                event.isPresent() && !event.get().name().isEmpty();
                event = follower.next()) {
            events.add(event.get().id() + " " + event.get().name());
        }
        return events;
    }
}
