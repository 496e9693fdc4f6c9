package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketLimitTest {
    private final SocketLimit limit = new SocketLimit(3, 2);

    @Test
    void userHasALimit() {
        assertThat(limit.reserve("alice")).isEmpty();
        assertThat(limit.reserve("alice")).isEmpty();
        assertThat(limit.reserve("alice").orElseThrow().detail()).startsWith("Your account has 2 live connections");

        limit.release("alice");

        assertThat(limit.reserve("alice")).isEmpty();
    }

    @Test
    void allUsersHaveALimit() {
        limit.reserve("alice");
        limit.reserve("alice");
        limit.reserve("bob");

        assertThat(limit.reserve("bob").orElseThrow().detail()).startsWith("DCM has 3 live connections");
        assertThat(limit.reserve("carol")).isPresent();

        limit.release("alice");

        assertThat(limit.reserve("carol")).isEmpty();
    }
}
