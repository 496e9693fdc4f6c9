package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.topic.Topic;
import dcm.kafka.LogEndOffsets;
import dcm.projection.EventStream.Received;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances of this service share one log and one database. */
@Tag("operations")
class SharedViewsIT {
    private static final JsonMapper JSON = new JsonMapper();
    /** Ten seconds; three times as long on a busy machine. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(30);

    private static RunningViews views;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        views = RunningViews.get();
    }

    @BeforeEach
    void startSecond() throws Exception {
        views.startSecond();
        views.await("partitions of both instances", () -> holders().size() == 2);
    }

    @AfterEach
    void stopSecond() {
        views.stopSecond();
    }

    @Test
    void eachInstanceStreamsTheChangesThatEitherOfThemHasApplied() throws Exception {
        for (OwnerName owner : ownersOfBothInstances()) {
            ContainerHistory containers = new ContainerHistory(owner);
            try (EventStream atFirst =
                            new EventStream(views.request(owner, "/v1/changes").build());
                    EventStream atSecond = new EventStream(
                            views.requestToSecond(owner, "/v1/changes").build())) {
                atFirst.next("ready");
                atSecond.next("ready");

                views.append(owner, containers.placed("web"));
                views.append(owner, containers.started("web"));

                assertThat(containerOf(atFirst, "running")).isEqualTo(containerOf(atSecond, "running"));
                // Both are current: the partitions of the other instance are, too.
                atFirst.next("heartbeat");
                atSecond.next("heartbeat");
            }
        }
    }

    @Test
    void queryAtEitherInstanceSeesWhatIsInTheLog() throws Exception {
        for (OwnerName owner : ownersOfBothInstances()) {
            ContainerHistory containers = new ContainerHistory(owner);
            views.append(owner, containers.placed("web"));
            views.append(owner, containers.started("web"));

            assertThat(state(views.request(owner, "/v1/containers/web").build()))
                    .isEqualTo("running");
            views.append(owner, containers.stopped("web"));
            assertThat(state(views.requestToSecond(owner, "/v1/containers/web").build()))
                    .isEqualTo("stopped");
        }
    }

    @Test
    void partitionsOfAKilledInstanceAreTakenOver() throws Exception {
        List<OwnerName> owners = ownersOfBothInstances();
        List<ContainerHistory> histories = new ArrayList<>();
        for (OwnerName owner : owners) {
            histories.add(new ContainerHistory(owner));
            views.append(owner, histories.getLast().placed("web"));
        }
        views.killSecond();
        Instant killed = Instant.now();
        for (ContainerHistory history : histories) {
            views.append(history.owner(), history.started("web"));
        }

        for (OwnerName owner : owners) {
            views.await(
                    "the container of " + owner,
                    () -> state(views.request(owner, "/v1/containers/web").build())
                            .equals("running"));
        }
        assertThat(Duration.between(killed, Instant.now())).isLessThan(TAKE_OVER);
        assertThat(holders()).hasSize(1);
    }

    private JsonNode containerOf(EventStream stream, String state) throws InterruptedException {
        Received received = stream.next("container");
        while (!received.data().path("state").asText().equals(state)) {
            received = stream.next("container");
        }
        return received.data();
    }

    private String state(HttpRequest request) throws Exception {
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                .path("state")
                .asText();
    }

    /** Two accounts whose partitions different instances hold. */
    private List<OwnerName> ownersOfBothInstances() throws Exception {
        Map<String, OwnerName> owners = new TreeMap<>();
        for (int tries = 0; owners.size() < 2; tries++) {
            assertThat(tries).as("accounts until both instances hold one").isLessThan(50);
            OwnerName owner = views.account(Role.USER);
            views.await("the account at the second instance", () -> isKnown(owner));
            owners.put(holder(owner), owner);
        }
        return List.copyOf(owners.values());
    }

    private boolean isKnown(OwnerName owner) throws Exception {
        return http.send(views.requestToSecond(owner, "/v1/me").build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private static String holder(OwnerName owner) throws Exception {
        int partition =
                LogEndOffsets.partition(Topic.EVENTS, AggregateId.of(owner)).partition();
        return column("select holder from replay_position where topic = 'dcm.events' and partition = " + partition)
                .getFirst();
    }

    private static List<String> holders() throws Exception {
        return column("select distinct holder from replay_position where topic in ('dcm.events', 'dcm.intents')");
    }

    private static List<String> column(String query) throws Exception {
        List<String> values = new ArrayList<>();
        try (Connection database = views.views();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
