package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.shell.screen.ProgressDisplay;
import dcm.shell.screen.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exit code of a change, for each outcome of its intent. */
class RequestRunnerTest {
    private static final String STOP = "POST /v1/containers/web/stop";
    private static final String INTENT = "GET /v1/intents/i-1";
    private static final String STEPS = INTENT + "/steps";
    private static final String ACCEPTED = "{\"intent\": \"i-1\", \"status\": \"accepted\"}";
    private static final String STEP =
            "{\"sequence\": 7, \"what\": \"operation-ordered\", \"detail\": \"stop ordered\"}\n";

    private FakeApiGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeApiGateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void acceptedIntentIsAwaitedAndItsResultIsPrinted() {
        gateway.answers(STOP, 202, ACCEPTED)
                .answers(STEPS, 200, STEP)
                .answers(INTENT, 200, "{\"status\": \"done\", \"container\": \"5d60\", \"sequence\": 8}")
                .answers(
                        "GET /v1/containers/5d60?after=8",
                        200,
                        "{\"handle\": 31000, \"name\": \"web\", \"state\": \"stopped\"}");

        Typed typed = Typed.at(gateway.address(), "stop", "web");

        assertThat(typed).isEqualTo(new Typed(0, "31000 web stopped", ""));
    }

    @Test
    void rejectionPrintsItsReasonAndExitsWithOne() {
        gateway.answers(STOP, 404, "{\"code\": \"unknown-container\", \"detail\": \"You have no container 'web'.\"}");

        assertThat(Typed.at(gateway.address(), "stop", "web"))
                .isEqualTo(new Typed(1, "", "You have no container 'web'."));
    }

    @Test
    void failedIntentPrintsItsReasonAndExitsWithThree() {
        gateway.answers(STOP, 202, ACCEPTED)
                .answers(STEPS, 200, STEP)
                .answers(
                        INTENT,
                        200,
                        "{\"status\": \"failed\", \"problem\": {\"code\": \"engine-failed\", \"detail\": \"no space left\"}}");

        assertThat(Typed.at(gateway.address(), "stop", "web")).isEqualTo(new Typed(3, "", "no space left"));
    }

    @Test
    void unknownOutcomeExitsWithFour() {
        Typed interrupted = Typed.at(gateway.address(), "stop", "web");
        gateway.answers(
                STOP, 503, "{\"code\": \"log-unreachable\", \"detail\": \"Whether it is recorded is not known.\"}");
        Typed unknown = Typed.at(gateway.address(), "stop", "web");

        assertThat(interrupted.code()).isEqualTo(4);
        assertThat(unknown.code()).isEqualTo(4);
    }

    @Test
    void commandOnSeveralContainersPrintsAllResultsAndExitsWithTheWorstCode() {
        gateway.answers(STOP, 200, "{\"container\": \"5d60\", \"sequence\": 8}")
                .answers(
                        "GET /v1/containers/5d60?after=8",
                        200,
                        "{\"handle\": 31000, \"name\": \"web\", \"state\": \"stopped\"}")
                .answers(
                        "POST /v1/containers/db/stop",
                        409,
                        "{\"code\": \"wrong-state\", \"detail\": \"It is stopped.\"}");

        assertThat(Typed.at(gateway.address(), "stop", "db", "web"))
                .isEqualTo(new Typed(1, "31000 web stopped", "It is stopped."));
    }

    @Test
    void progressOfABatchNamesEachContainerAndTheCount() {
        var err = new StringWriter();
        try (var progress = new ProgressDisplay(screen(err), 4)) {
            await(() -> {
                progress.step("node-1", "node-1 is starting on host n1");
                progress.step("node-2", "node-2 is starting on host n1");
                progress.step("node-1", "node-1 is running");
                return !err.toString().isEmpty();
            });
        }

        assertThat(err.toString().lines())
                .startsWith(
                        "1 of 4: node-1 is starting on host n1",
                        "2 of 4: node-2 is starting on host n1",
                        "1 of 4: node-1 is running");
    }

    @Test
    void batchIsCreatedWithATableInTheOrderOfItsContainers() {
        gateway.answers("POST /v1/containers", 202, ACCEPTED)
                .answers(
                        STEPS,
                        200,
                        "{\"what\": \"container-placed\", \"name\": \"node-2\", \"detail\": \"on host n1\"}\n")
                .answers(
                        INTENT,
                        200,
                        "{\"status\": \"done\", \"sequence\": 8, \"containers\": ["
                                + "{\"container\": \"0001\", \"name\": \"node-1\", \"status\": \"done\"},"
                                + "{\"container\": \"0002\", \"name\": \"node-2\", \"status\": \"done\"}]}")
                .answers("GET /v1/containers/0001?after=8", 200, container("node-1", 31000))
                .answers("GET /v1/containers/0002?after=8", 200, container("node-2", 31001));

        assertThat(Typed.at(gateway.address(), "create", "x", "--count", "2", "--names", "node-{n}"))
                .isEqualTo(new Typed(0, """
                        NAME    HANDLE  PORTS            SSH
                        node-1  31000   192.0.2.10:8080  ssh -p 31000 root@192.0.2.10
                        node-2  31001   192.0.2.10:8080  ssh -p 31001 root@192.0.2.10""", ""));
        assertThat(Typed.at(gateway.address(), "create", "x", "--count", "2", "-q")
                        .out())
                .isEqualTo("31000\n31001");
    }

    @Test
    void patternInTheNameOfOneContainerIsRefusedWithTheOptionForSeveral() {
        assertThat(Typed.at(gateway.address(), "create", "x", "--name", "x{n}", "--count", "3"))
                .satisfies(typed -> assertThat(typed.err()).contains("--count 3 --names x{n}"))
                .satisfies(typed -> assertThat(typed.code()).isEqualTo(2));
    }

    @Test
    void dryRunPrintsTheHostAndWhatIsLeftOfTheQuota() {
        gateway.answers("POST /v1/containers?dryRun=true", 200, """
                {"containers": [{"name": "web", "host": "n1", "image": "debian-ssh:13", "cpus": 1, "memoryMiB": 1024}],
                 "quota": {"containers": {"used": 4, "limit": 10, "left": 6}, "pids": {"used": 4096}}}""");

        assertThat(Typed.at(gateway.address(), "create", "debian-ssh", "--name", "web", "--dry-run"))
                .isEqualTo(new Typed(0, """
                        NAME  HOST  IMAGE          CPUS  MIB
                        web   n1    debian-ssh:13  1     1024

                        RESOURCE    USED THEN  LIMIT      LEFT
                        containers  4          10         6
                        pids        4096       unlimited  unlimited""", ""));
    }

    @Test
    void flattenPrintsOneTotal() {
        var err = new StringWriter();
        try (var progress = new ProgressDisplay(screen(err))) {
            progress.begin("x:1");
            for (int mebibytes = 64; mebibytes <= 1920; mebibytes += 64) {
                progress.amount("x:1", "x:1: Copied " + mebibytes + " MiB.");
            }
            await(() -> {
                progress.step("x:1", "x:1: image flattened");
                return !err.toString().isEmpty();
            });
            progress.done("x:1");
        }

        assertThat(err.toString().lines().filter(line -> line.contains("Copied")))
                .containsExactly("x:1: Copied 1920 MiB.");
    }

    /** Progress is printed after two seconds. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("progress is printed").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static Screen screen(StringWriter err) {
        return new Screen(new PrintWriter(Writer.nullWriter()), new PrintWriter(err), false, false, () -> 80);
    }

    private static String container(String name, int port) {
        return """
                {"id": "%1$s", "handle": %2$d, "name": "%1$s", "state": "running",
                 "ports": [{"address": "192.0.2.10", "port": 8080, "protocol": "tcp"}],
                 "ssh": {"address": "192.0.2.10", "port": %2$d, "command": "ssh -p %2$d root@192.0.2.10"}}""".formatted(name, port);
    }

    @Test
    void invalidHandlesAreRejectedWithoutARequest() {
        Typed typed = Typed.at(gateway.address(), "stop", "../users", "web;");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(gateway.requests()).isEmpty();
    }
}
