package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Actor;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.projection.EventStream.Received;
import dcm.projection.rest.HostViewTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live stream of this service, with a real broker and a real database. */
class LiveChangesIT {
    private static final JsonMapper JSON = new JsonMapper();

    private static RunningViews views;

    private final OwnerName alice = views.account(Role.USER);
    private final ContainerHistory containers = new ContainerHistory(alice);

    @BeforeAll
    static void start() throws Exception {
        views = RunningViews.get();
        awaitCurrent();
    }

    /** A service that has just started, or built its views again, may reset its clients once more after it is ready. */
    private static void awaitCurrent() throws IOException, InterruptedException {
        OwnerName any = views.account(Role.USER);
        try (EventStream stream = follow(any, "", null)) {
            stream.next("heartbeat");
        }
    }

    @Test
    void changesArriveInOrderAsTheDocumentsThatQueriesReturn() throws Exception {
        try (EventStream stream = follow(alice, "", null)) {
            Received ready = stream.next();
            assertThat(ready.name()).isEqualTo("ready");
            assertThat(ready.data().path("position").asText()).isEqualTo(ready.id());

            views.append(alice, containers.placed("web"));
            Received creating = stream.next("container");
            assertThat(creating.data().path("state").asText()).isEqualTo("creating");
            views.append(alice, containers.started("web"));
            Received running = stream.next("container");

            assertThat(running.data()).isEqualTo(json("/v1/containers/web"));
            assertThat(stream.next("port").data())
                    .isEqualTo(json("/v1/ports").path("items").get(0));
            assertThat(stream.next("quota").data().path("running").path("used").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void removalIsATombstoneWithTheId() throws Exception {
        views.append(alice, containers.placed("web"));
        views.append(alice, containers.started("web"));
        json("/v1/containers/web");
        try (EventStream stream = follow(alice, "", null)) {
            stream.next("ready");

            views.append(alice, new ContainerRemoved(null, containers.id("web"), 2));

            Received removed = stream.next("container");
            while (!removed.data().has("removed")) { // from before the connection
                removed = stream.next("container");
            }
            assertThat(removed.data())
                    .isEqualTo(JSON.readTree("{\"removed\": true, \"id\": \"%s\"}".formatted(containers.id("web"))));
            assertThat(stream.next("port").data())
                    .isEqualTo(JSON.readTree(
                            "{\"removed\": true, \"container\": \"%s\"}".formatted(containers.id("web"))));
        }
    }

    /** Containers of a host are read in parts of 500. Here, the one that is followed is in the second part. */
    @Test
    void containersOfAHostThatDoesNotReportBecomeUnreachable() throws Exception {
        OwnerName bob = views.account(Role.USER);
        ContainerHistory others = new ContainerHistory(bob);
        List<String> names =
                IntStream.range(0, 500).mapToObj(number -> "c" + number).toList();
        names.forEach(name -> views.append(bob, others.placed(name)));
        String greatest = names.stream()
                .map(name -> others.id(name).value())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        String last = IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "last-" + number)
                .filter(name -> containers.id(name).value().compareTo(greatest) > 0)
                .findFirst()
                .orElseThrow();
        views.append(alice, containers.placed(last));
        views.append(alice, containers.started(last));
        json("/v1/containers/" + last);
        HostSnapshot silent = HostSnapshot.of(
                new HostName("n1"), 0, HostViewTest.HOST.report(), Instant.now().minusSeconds(60));
        try (EventStream stream = follow(alice, "", null)) {
            stream.next("ready");

            views.put(silent);
            awaitState(stream, "unreachable");

            views.put(silent.remove(Instant.now()));
            awaitState(stream, "running");
        } finally {
            views.put(silent.remove(Instant.now())); // for the other tests
        }
    }

    private static void awaitState(EventStream stream, String state) throws Exception {
        Received received = stream.next("container");
        while (!received.data().path("state").asText().equals(state)) {
            received = stream.next("container");
        }
    }

    @Test
    void interruptedClientResumesWithoutLossOrRepetition() throws Exception {
        Received last;
        try (EventStream stream = follow(alice, "", null)) {
            stream.next("ready");
            views.append(alice, containers.placed("web"));
            stream.next("container"); // the new account is a change, too
            last = stream.next("quota"); // the last event of this change
        }
        views.append(alice, containers.started("web"));
        views.append(alice, containers.stopped("web"));
        assertThat(json("/v1/containers/web").path("state").asText()).isEqualTo("stopped");

        try (EventStream stream = follow(alice, "", last.id())) {
            assertThat(stream.next().id()).isEqualTo(last.id());
            Received missed = stream.next();
            assertThat(missed.name()).isEqualTo("container");
            assertThat(missed.data().path("state").asText()).isIn("running", "stopped");
        }
    }

    @Test
    void unknownLastEventIdResetsTheClient() throws Exception {
        try (EventStream stream = follow(alice, "", "zzz-7")) {
            assertThat(stream.next().name()).isEqualTo("ready");
            assertThat(stream.next().name()).isEqualTo("reset");
        }
    }

    @Test
    void heartbeatArrives() throws Exception {
        try (EventStream stream = follow(alice, "", null)) {
            Instant begin = Instant.now();

            stream.next("heartbeat");

            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void otherOwnersChangesAreNotSeenExceptByAdministrators() throws Exception {
        OwnerName bob = views.account(Role.USER);
        OwnerName chief = views.account(Role.ADMINISTRATOR);
        try (EventStream ofBob = follow(bob, "", null);
                EventStream ofChief = follow(chief, "?scope=all", null)) {
            String before = ofBob.next("heartbeat").id(); // also the change of bob's account has arrived
            ofChief.next("ready");

            views.append(alice, containers.placed("web"));
            Received seen = ofChief.next("container");
            Received heartbeat = ofBob.next("heartbeat");

            assertThat(seen.data().path("account").asText()).isEqualTo(alice.value());
            assertThat(heartbeat.id()).isEqualTo(before);
            views.append(bob, containers.placed("own"));
            assertThat(ofBob.next().data().path("name").asText()).isEqualTo("own");
        }
    }

    @Test
    void administratorsSeeEntriesOfTheAuditAsTheQueryReturnsThem() throws Exception {
        OwnerName chief = views.account(Role.ADMINISTRATOR);
        IntentId request = IntentId.ofKey(Actor.account(alice), "web");
        try (EventStream ofAlice = follow(alice, "", null);
                EventStream ofChief = follow(chief, "?scope=all", null)) {
            ofAlice.next("ready");
            ofChief.next("ready");

            views.ask(alice, request, new StopContainer(new Handle("web")));

            Received entry = ofChief.next("audit");
            assertThat(entry.data().path("id").asText()).isEqualTo(request.value());
            assertThat(entry.data().path("result").asText()).isEqualTo("recorded");
            views.append(alice, new IntentRejected(request, ErrorCode.UNKNOWN_CONTAINER, "You have no web.", Map.of()));
            Received refused = ofChief.next("audit");
            assertThat(refused.data().path("result").asText()).isEqualTo("refused");
            assertThat(refused.data())
                    .isEqualTo(JSON.readTree(views.get(chief, "/v1/audit?account=" + alice)
                                    .body())
                            .at("/items/0"));
            ofAlice.next("intent");
            ofAlice.next("intent");
        }
    }

    @Test
    void onlyAdministratorsCanFollowAllAccounts() throws Exception {
        assertThat(views.get(alice, "/v1/changes?scope=all").statusCode()).isEqualTo(403);
        assertThat(views.get(alice, "/v1/changes?scope=some").statusCode()).isEqualTo(400);
    }

    @Test
    void suspensionEndsTheStreamAtOnce() throws Exception {
        AccountSnapshot account =
                AccountSnapshot.opened(alice, Profile.of("Alice", Role.USER), List.of(), null, Instant.now());
        try (EventStream stream = follow(alice, "", null)) {
            stream.next("ready");
            Instant begin = Instant.now();

            views.put(account.suspend("Please talk to us", Instant.now()));

            stream.awaitEnd();
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
        assertThat(views.get(alice, "/v1/changes").statusCode()).isEqualTo(403);
    }

    @Test
    void endOfTheTokenEndsTheStream() throws Exception {
        try (EventStream stream = new EventStream(
                views.request(alice, "/v1/changes", Duration.ofSeconds(10)).build())) {
            stream.next("ready");

            stream.awaitEnd();
        }
    }

    @Test
    void rebuiltViewsResetTheClient() throws Exception {
        views.append(alice, containers.placed("web"));
        json("/v1/containers/web");
        try (EventStream stream = follow(alice, "", null)) {
            stream.next("ready");

            views.rebuild();
            views.append(alice, containers.started("web"));

            stream.next("reset"); // the change of before may arrive first
            assertThat(json("/v1/containers/web").path("state").asText()).isEqualTo("running");
            views.append(alice, containers.stopped("web"));
            assertThat(stream.next("container").data().path("state").asText()).isEqualTo("stopped");
        }
    }

    @Test
    void restartedServiceResetsTheClient() throws Exception {
        Received last;
        try (EventStream stream = follow(alice, "", null)) {
            last = stream.next("ready");

            views.stop();
            stream.awaitEnd();
        } finally {
            views.start();
            awaitCurrent();
        }

        try (EventStream stream = follow(alice, "", last.id())) {
            stream.next("ready");
            stream.next("reset");
        }
    }

    private static EventStream follow(OwnerName account, String query, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = views.request(account, "/v1/changes" + query);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return new EventStream(request.build());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(views.get(alice, path).body());
    }
}
