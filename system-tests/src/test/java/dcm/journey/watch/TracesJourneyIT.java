package dcm.journey.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.journey.watch.TraceCollector.Recorded;
import dcm.stack.api.StackApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** An administrator follows requests through all services, with a collector of traces. */
@Tag("operations")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TracesJourneyIT {
    private static final String CREATE = "decide create-container";
    private static final String FAILURE = "traces cannot be sent";

    private static final List<String> PARTS =
            List.of("api-gateway", "command-service", "projection-service", "runtime-worker");

    private final RunningStack stack = RunningStack.get();
    private TraceCollector collector;
    private TestUser alice;

    @BeforeAll
    void sendTraces() throws IOException {
        collector = TraceCollector.start();
        stack.restartWith(Map.of("DCM_OTLP_ENDPOINT", collector.endpoint()));
        TestUser.removeAllResources();
        alice = TestUser.joins("alice");
    }

    @AfterAll
    void sendNoTraces() {
        collector.close();
        stack.restartWith(Map.of("DCM_OTLP_ENDPOINT", ""));
    }

    @Test
    @Order(1)
    void createIsOneTraceFromTheGatewayToDockerAndTheViews() {
        Answer made = alice.triesToCreate("web", Map.of());
        made.expectDone();

        Recorded decision = decision(made);
        Recorded record = collector.parent(decision, "command-service", "record create-container");
        Recorded request = collector.parent(record, "command-service", "POST /v1/containers");
        Recorded outside = collector.parent(request, "api-gateway", "POST /v1/containers");
        assertThat(outside.parent()).isEmpty();
        Recorded order = collector.child(decision, "runtime-worker", "execute create-order");
        assertThat(collector
                        .child(order, "runtime-worker", "POST /containers/create")
                        .attributes())
                .containsEntry("http.response.status_code", "201");
        collector.child(order, "runtime-worker", "POST /containers/{name}/start");
        Recorded report = collector.child(order, "runtime-worker", "report order-done");
        Recorded reported = collector.child(report, "command-service", "decide order-done");
        Recorded view = collector.child(reported, "projection-service", "project container-started");
        assertThat(view.attributes()).containsEntry("dcm.intent.id", intent(made));
        assertThat(view.trace()).isEqualTo(outside.trace());
    }

    @Test
    @Order(2)
    void rejectedCreateHasItsCode() {
        Answer refused = alice.triesToCreate("web", Map.of());

        assertThat(refused.isProblem("name-taken")).isTrue();
        Recorded decision = decision(refused);
        assertThat(decision.attributes()).containsEntry("dcm.error.code", "name-taken");
        assertThat(decision.trace()).isEqualTo(refused.body().path("traceId").asText());
    }

    @Test
    @Order(3)
    void tracesDoNotNameTheAccount() {
        assertThat(collector.all())
                .isNotEmpty()
                .noneMatch(span -> span.name().contains("alice"))
                .noneMatch(span -> span.attributes().values().stream().anyMatch(value -> value.contains("alice")));
    }

    @Test
    @Order(4)
    void lostCollectorIsLoggedOnceAndDisturbsNothing() throws IOException {
        collector.close();

        alice.creates("mail");
        for (String part : PARTS) {
            Eventually.that("the loss is logged by " + part, () -> failures(part) == 1);
        }
        alice.creates("news");

        for (String part : PARTS) {
            assertThat(failures(part)).as(part).isEqualTo(1);
        }
        assertThat(stack.healthy()).isTrue();
    }

    private long failures(String part) throws IOException {
        Path log = Path.of(stack.part(part).process().log());
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(FAILURE) || line.contains("Failed to export"))
                    .count();
        }
    }

    private Recorded decision(Answer answer) {
        String intent = intent(answer);
        return collector.await(
                CREATE,
                span -> span.is("command-service", CREATE)
                        && intent.equals(span.attributes().get("dcm.intent.id")));
    }

    private static String intent(Answer answer) {
        String intent = answer.body().path("intent").asText();
        assertThat(intent).as("%s", answer.body()).isNotEmpty();
        return intent;
    }
}
