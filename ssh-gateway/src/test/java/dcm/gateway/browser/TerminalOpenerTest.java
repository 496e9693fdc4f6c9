package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.rest.problem.ProblemException;
import dcm.shell.api.ApiResponse;
import org.junit.jupiter.api.Test;

class TerminalOpenerTest {
    @Test
    void terminalWithoutADecisionIsNotOpened() {
        assertThatCode(() -> TerminalOpener.requireDecided(answer(200))).doesNotThrowAnyException();
        assertThatThrownBy(() -> TerminalOpener.requireDecided(answer(202)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not yet decided");
        assertThatThrownBy(() -> TerminalOpener.requireDecided(answer(409))).isInstanceOf(ServiceRefusal.class);
    }

    private static ApiResponse answer(int status) {
        return new ApiResponse(status, MissingNode.getInstance(), null);
    }
}
