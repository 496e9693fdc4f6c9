package dcm.journey.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.ContainerCleanUp;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances of each REST service, which are killed under load one after another. */
@Tag("isolation")
@ExtendWith(ContainerCleanUp.class)
@TestMethodOrder(OrderAnnotation.class)
class ScaledOutJourneyIT {
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);
    /** For queries, which the instance that is left answers: one fails, and the next one waits a second for views that nobody updates. */
    private static final Duration NEXT_QUERY = Duration.ofSeconds(5);

    private static final Duration LOAD = Duration.ofSeconds(25);
    private static final int USERS = 6;

    private static RunningStack stack;

    @BeforeAll
    static void startTwice() {
        stack = RunningStack.get();
        stack.restartWith(Map.of("DCM_INSTANCES", "command-service:2,projection-service:2,user-service:2"));
    }

    @AfterAll
    static void startOnce() {
        stack.restartWith(Map.of("DCM_INSTANCES", ""));
    }

    @Test
    @Order(1)
    void killedCommandServiceLosesNothingThatWasAcknowledged() throws Exception {
        killUnderLoad("command-service-2", () -> {});
    }

    @Test
    @Order(2)
    void otherServicesUseTheCommandServiceThatIsLeft() throws Exception {
        killUnderLoad("command-service", () -> {
            for (int i = 0; i < 2; i++) { // in turn
                Eventually.that(
                        "a dry run of user-service", () -> cordonDryRun().status() == 200);
            }
        });
    }

    @Test
    @Order(3)
    void killedProjectionServiceIsReplaced() throws Exception {
        killUnderLoad("projection-service-2", () -> {});
    }

    @Test
    @Order(4)
    void killedUserServiceIsReplacedAtOnce() {
        StackApiClient administrator = stack.people().administrator();
        TestUser bob = TestUser.joins("user");

        stack.kill("user-service");

        for (int i = 0; i < 4; i++) {
            assertThat(administrator.get("/v1/users/" + bob.name()).status()).isEqualTo(200);
            assertThat(administrator
                            .put("/v1/users/" + bob.name() + "/quota", Map.of("containers", 3 + i))
                            .status())
                    .isEqualTo(200);
        }
        stack.up();
    }

    @Test
    @Order(5)
    void requestIsKnownAndAwaitedAtEachInstance() {
        for (int user = 0; user < USERS; user++) { // some are decided by the one, some by the other
            TestUser bob = TestUser.joins("user");
            String handle = bob.creates("box").path("handle").asText();

            String first = renames(bob, handle, "box-1", StackPort.COMMAND_SERVICE);
            assertThat(renames(bob, handle, "box-1", StackPort.COMMAND_SERVICE_2))
                    .isEqualTo(first);
            String second = renames(bob, handle, "box-2", StackPort.COMMAND_SERVICE_2);
            assertThat(renames(bob, handle, "box-2", StackPort.COMMAND_SERVICE)).isEqualTo(second);
            for (StackPort views : List.of(StackPort.PROJECTION_SERVICE, StackPort.PROJECTION_SERVICE_2)) {
                asks(bob, views)
                        .get("/v1/intents/" + second)
                        .then()
                        .statusCode(200)
                        .body("status", equalTo("done"));
            }
        }
    }

    /** The id of the intent of a request that has the name as its key, from an answer with the outcome. */
    private static String renames(TestUser user, String handle, String name, StackPort instance) {
        return asks(user, instance)
                .header("Idempotency-Key", user.name() + "-" + name)
                .header("Prefer", "wait=60")
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .post("/v1/containers/" + handle + "/rename")
                .then()
                .statusCode(200)
                .body("status", equalTo("done"))
                .extract()
                .path("intent");
    }

    /** A request to an instance itself, not through the API gateway. */
    private static RequestSpecification asks(TestUser user, StackPort instance) {
        return given().baseUri(stack.installation().url(instance)).header("Authorization", "Bearer " + user.token());
    }

    /** Asks user-service, which asks command-service, what a cordon of the host would do. */
    private static Answer cordonDryRun() {
        return stack.people()
                .administrator()
                .post("/v1/hosts/" + stack.installation().hostName() + "/cordon?dryRun=true", Map.of(), Duration.ZERO);
    }

    @Test
    @Order(6)
    void dryRunIsAnsweredByEachInstance() {
        TestUser bob = TestUser.joins("user");
        for (int i = 0; i < 4; i++) { // in turn
            Answer answer =
                    bob.client().post("/v1/containers?dryRun=true", Map.of("image", "debian-ssh:13"), Duration.ZERO);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        }
    }

    /** @param meanwhile is done before the instance starts again */
    private void killUnderLoad(String part, Runnable meanwhile) throws Exception {
        List<Renaming> load = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            load.add(new Renaming(TestUser.joins("user")));
        }
        AtomicBoolean ended = new AtomicBoolean();
        List<CompletableFuture<Void>> running = load.stream()
                .map(renaming -> CompletableFuture.runAsync(() -> renaming.run(ended), Thread::startVirtualThread))
                .toList();
        Thread.sleep(LOAD.toMillis() / 5);
        stack.kill(part);
        meanwhile.run();
        Thread.sleep(LOAD.toMillis() * 4 / 5);
        ended.set(true);
        running.forEach(CompletableFuture::join);

        System.out.printf(
                "%s killed: longest time without a change %s, without a list %s%n",
                part,
                load.stream().map(renaming -> longestPause(renaming.answers)).max(Comparator.naturalOrder()),
                load.stream().map(renaming -> longestPause(renaming.lists)).max(Comparator.naturalOrder()));
        load.forEach(Renaming::check);
        stack.up();
        ShellRunner.run(stack.launcher("verify", "--received", stack.received().toString()));
    }

    private static Duration longestPause(List<Instant> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A user renames and lists a container again and again. */
    private static final class Renaming {
        private final TestUser user;
        private final String handle;
        private final List<String> acknowledged = new CopyOnWriteArrayList<>();
        private final List<Instant> answers = new CopyOnWriteArrayList<>();
        private final List<Instant> lists = new CopyOnWriteArrayList<>();

        Renaming(TestUser user) {
            this.user = user;
            this.handle = user.creates("box").path("handle").asText();
        }

        void run(AtomicBoolean ended) {
            CompletableFuture<Void> queries = CompletableFuture.runAsync(() -> list(ended), Thread::startVirtualThread);
            answers.add(Instant.now());
            for (int i = 1; !ended.get(); i++) {
                String next = "box-" + i;
                if (renamed(next)) {
                    answers.add(Instant.now());
                }
                pause();
            }
            queries.join();
        }

        private void list(AtomicBoolean ended) {
            lists.add(Instant.now());
            while (!ended.get()) {
                if (listed()) {
                    lists.add(Instant.now());
                }
                pause();
            }
        }

        /** False if the request failed. */
        private boolean listed() {
            try {
                return user.client().get("/v1/containers").status() == 200;
            } catch (RuntimeException unanswered) {
                return false;
            }
        }

        /** False if the request failed: its instance was killed, or nobody decides at present. */
        private boolean renamed(String next) {
            try {
                Answer answer = user.client()
                        .post("/v1/containers/" + handle + "/rename", Map.of("name", next), TestUser.TIMEOUT);
                if (answer.body().has("intent")) {
                    acknowledged.add(answer.body().path("intent").asText());
                }
                return answer.status() == 201 || answer.status() == 200;
            } catch (RuntimeException unanswered) {
                return false;
            }
        }

        private static void pause() {
            try {
                Thread.sleep(250);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void check() {
            assertThat(longestPause(answers))
                    .as("time without a change by %s", user.name())
                    .isLessThan(TAKE_OVER);
            assertThat(longestPause(lists))
                    .as("time without a list for %s", user.name())
                    .isLessThan(NEXT_QUERY);
            assertThat(answers).hasSizeGreaterThan(10);
            for (String intent : acknowledged) {
                Eventually.that(
                        "the end of " + intent,
                        () -> !user.intent(intent, TestUser.TIMEOUT)
                                .path("endedAt")
                                .isMissingNode());
            }
            JsonNode shown = user.show(handle);
            assertThat(shown.path("name").asText()).startsWith("box");
        }
    }
}
