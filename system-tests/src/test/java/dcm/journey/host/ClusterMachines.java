package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Three other machines run containers; this one runs the stack, and no containers. They join once, for all classes. After each
 * test, all machines are hosts that report, and {@code ./dcm verify} finds no damage.
 */
final class ClusterMachines implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static @Nullable Joined joined;

    private static final class Joined implements AutoCloseable {
        private final RunningStack stack = TestMachine.stack();
        private final List<TestMachine> machines =
                List.of(new TestMachine("m1"), new TestMachine("m2"), TestMachine.booted("m3"));

        Joined() {
            machines.forEach(machine -> assertThat(machine.join(stack)).contains("This machine is the host m"));
            stack.people()
                    .administrator()
                    .post("/v1/hosts/t1/cordon", Map.of("reason", "no containers here"), Duration.ZERO)
                    .expectDone();
        }

        @Override
        public void close() {
            machines.forEach(TestMachine::close);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (joined == null) {
            joined = new Joined();
            context.getRoot().getStore(Namespace.GLOBAL).put(ClusterMachines.class, joined);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        all().forEach(machine -> machine.restore(stack()));
        Eventually.that("all machines report", Duration.ofSeconds(90), () -> live() == all().size());
        TestUser.removeAllResources();
        if (context.getExecutionException().isEmpty()) {
            verifyClean();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestUser.removeAllResources();
    }

    private static long live() {
        return admin().get("/v1/hosts").expectDone().path("items").findValuesAsText("status").stream()
                .filter("live"::equals)
                .count();
    }

    private static Joined machines() {
        if (joined == null) {
            throw new IllegalStateException("the machines have not joined");
        }
        return joined;
    }

    static RunningStack stack() {
        return machines().stack;
    }

    static StackApiClient admin() {
        return stack().people().administrator();
    }

    /** The machine whose services systemd manages. */
    static TestMachine booted() {
        return all().getLast();
    }

    static List<TestMachine> all() {
        return machines().machines;
    }

    /** The machine on which a container is. */
    static TestMachine of(JsonNode container) {
        return all().get(Integer.parseInt(container.path("host").asText().substring(1)) - 1);
    }

    /** A machine on which a container is not. */
    static TestMachine otherThan(JsonNode container) {
        return all().stream()
                .filter(machine -> machine != of(container))
                .findFirst()
                .orElseThrow();
    }

    /** The kinds of damage that {@code ./dcm verify} finds, with their details. */
    static List<String> damage() {
        String output = ShellRunner.attempt(List.of(stack().launcher("verify", "--json")))
                .output();
        try {
            return new JsonMapper()
                    .readTree(output)
                    .path("findings")
                    .valueStream()
                    .filter(finding -> finding.path("damage").asBoolean())
                    .map(finding -> finding.path("kind").asText() + " "
                            + finding.path("subject").asText() + " "
                            + finding.path("detail").asText())
                    .toList();
        } catch (JsonProcessingException e) {
            throw new AssertionError("./dcm verify printed: " + output, e);
        }
    }

    static void verifyClean() {
        assertThat(damage()).isEmpty();
    }
}
