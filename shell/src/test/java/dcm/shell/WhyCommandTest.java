package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    private static final String ID = "01a21359-470c-779a-a8e2-e13d6dfe8dfe";
    private static final String STEPS = "GET /v1/intents/" + ID + "?expected=false";
    private static final String NEWEST = "GET /v1/intents?container=web&limit=1";
    private static final String UNKNOWN = """
            {"code": "unknown-container", "detail": "You have no container 'web'."}""";
    private static final String REJECTED = """
            {"intent": "%s", "actor": "account/alice", "request": "create-container", "target": "web", "status": "rejected",
             "requestedAt": "2026-11-25T15:00:00Z", "problem": {"code": "quota-exceeded", "detail": "You have 10 of 10.",
              "numbers": {"limit": 10, "used": 10}, "hosts": [{"host": "n1", "reason": "full", "detail": "It is full."}]}}""".formatted(ID);

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
    void stateOfAContainerIsExplainedByItsLastEventAndRequest() {
        gateway.answers("GET /v1/containers/web", 200, """
                {"handle": 31000, "name": "web", "host": "n1", "state": "stopped", "since": "2026-11-25T15:04:00Z",
                 "reason": "out of memory"}""");
        gateway.answers(NEWEST, 200, """
                {"items": [{"intent": "%s", "actor": "account/bob", "request": "start-container", "target": "web",
                  "status": "done", "requestedAt": "2026-11-25T15:00:00Z"}]}""".formatted(ID));
        gateway.answers("GET /v1/containers/web/history?limit=1", 200, """
                {"items": [{"at": "2026-11-25T15:04:00Z", "what": "container-stopped", "detail": "exit code 137",
                  "actor": "host/n1"}]}""");
        gateway.answers(STEPS, 200, """
                {"kind": "start-container", "steps": [{"at": "2026-11-25T15:00:01Z", "what": "container-started"}]}""");

        Typed why = Typed.at(gateway.address(), "why", "web");

        assertThat(why.err()).isEmpty();
        assertThat(why.out())
                .containsPattern("container +31000 web on n1")
                .containsPattern("state +stopped .*: out of memory")
                .containsPattern("last event +.* container stopped by host/n1: exit code 137")
                .containsPattern("request +start-container web by bob at ")
                .containsPattern("outcome +done")
                .containsPattern("\\d +container started");
    }

    @Test
    void containerThatCouldNotBeCreatedIsExplainedByTheRuleAndItsNumbers() {
        gateway.answers("GET /v1/containers/web", 404, UNKNOWN);
        gateway.answers(NEWEST, 200, "{\"items\": [" + REJECTED + "]}");
        gateway.answers("GET /v1/containers/web/history?limit=1", 404, UNKNOWN);
        gateway.answers(STEPS, 200, "{\"kind\": \"create-container\", \"steps\": []}");

        Typed why = Typed.at(gateway.address(), "why", "web");

        assertThat(why.err()).isEmpty();
        assertThat(why.out())
                .containsPattern("outcome +rejected")
                .containsPattern("reason +You have 10 of 10\\.")
                .containsPattern("numbers +limit 10, used 10")
                .containsPattern("host n1 +It is full\\.")
                .contains("/problems/quota-exceeded");
    }

    @Test
    void requestIsExplainedWithItsActorTargetAndNumbers() {
        gateway.answers(STEPS, 200, """
                {"intent": "%s", "kind": "start-container", "status": "rejected", "recordedAt": "2026-11-25T15:00:00Z",
                 "actor": "account/bob", "target": "web", "steps": [], "problem": {"code": "quota-exceeded",
                  "detail": "You have 10 of 10.", "numbers": {"limit": 10, "used": 10}}}""".formatted(ID));

        Typed why = Typed.at(gateway.address(), "why", ID);

        assertThat(why.out())
                .containsPattern("request +start-container web by bob at 2026-11-25 ")
                .containsPattern("numbers +limit 10, used 10");
        assertThat(gateway.requests()).containsExactly(STEPS);
    }

    @Test
    void unknownContainerIsReported() {
        gateway.answers("GET /v1/containers/web", 404, UNKNOWN);
        gateway.answers(NEWEST, 404, UNKNOWN);

        Typed why = Typed.at(gateway.address(), "why", "web");

        assertThat(why.code()).isNotZero();
        assertThat(why.err()).isEqualTo("You have no container 'web'.");
        assertThat(gateway.requests()).containsExactly("GET /v1/containers/web", NEWEST);
    }
}
