package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    void invalidHandlesAreRejectedWithoutARequest() {
        Typed typed = Typed.at(gateway.address(), "stop", "../users", "web;");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(gateway.requests()).isEmpty();
    }
}
