package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.ContainerCleanUp;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances of command-service and projection-service; one of each is killed under load. */
@Tag("isolation")
@ExtendWith(ContainerCleanUp.class)
@TestMethodOrder(OrderAnnotation.class)
class ScaledOutJourneyIT {
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);
    private static final Duration LOAD = Duration.ofSeconds(25);
    private static final int USERS = 6;

    private static RunningStack stack;

    @BeforeAll
    static void startTwice() {
        stack = RunningStack.get();
        stack.restartWith(Map.of("DCM_INSTANCES", "command-service:2,projection-service:2"));
    }

    @AfterAll
    static void startOnce() {
        stack.restartWith(Map.of("DCM_INSTANCES", ""));
    }

    @Test
    @Order(1)
    void killedCommandServiceLosesNothingThatWasAcknowledged() throws Exception {
        killUnderLoad("command-service-2");
    }

    @Test
    @Order(2)
    void killedProjectionServiceIsReplaced() throws Exception {
        killUnderLoad("projection-service-2");
    }

    @Test
    @Order(3)
    void dryRunIsAnsweredByEachInstance() {
        TestUser bob = TestUser.joins("user");
        for (int i = 0; i < 4; i++) { // in turn
            Answer answer =
                    bob.client().post("/v1/containers?dryRun=true", Map.of("image", "debian-ssh:13"), Duration.ZERO);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        }
    }

    private void killUnderLoad(String part) throws Exception {
        List<Renaming> load = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            load.add(new Renaming(TestUser.joins("user")));
        }
        AtomicBoolean ended = new AtomicBoolean();
        List<CompletableFuture<Void>> running = load.stream()
                .map(renaming -> CompletableFuture.runAsync(() -> renaming.run(ended)))
                .toList();
        Thread.sleep(LOAD.toMillis() / 5);
        stack.kill(part);
        Thread.sleep(LOAD.toMillis() * 4 / 5);
        ended.set(true);
        running.forEach(CompletableFuture::join);

        load.forEach(Renaming::check);
        stack.up();
        ShellRunner.run(stack.launcher("verify", "--received", stack.received().toString()));
    }

    /** A user renames a container again and again. */
    private static final class Renaming {
        private final TestUser user;
        private final String handle;
        private final List<String> acknowledged = new CopyOnWriteArrayList<>();
        private final List<Instant> answers = new CopyOnWriteArrayList<>();

        Renaming(TestUser user) {
            this.user = user;
            this.handle = user.creates("box").path("handle").asText();
        }

        void run(AtomicBoolean ended) {
            answers.add(Instant.now());
            for (int i = 1; !ended.get(); i++) {
                String next = "box-" + i;
                if (renamed(next)) {
                    answers.add(Instant.now());
                }
                pause();
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
            for (int i = 1; i < answers.size(); i++) {
                assertThat(Duration.between(answers.get(i - 1), answers.get(i)))
                        .as("time without an answer to %s", user.name())
                        .isLessThan(TAKE_OVER);
            }
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
