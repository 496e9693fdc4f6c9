package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendInstancesTest {
    private static final URI A = URI.create("http://127.0.0.1:8081");
    private static final URI B = URI.create("http://127.0.0.1:8095");

    private final BackendInstances instances = new BackendInstances(List.of(A, B));

    @Test
    void requestsGoToTheInstancesInTurn() {
        assertThat(instances.inTurn()).containsExactly(A, B);
        assertThat(instances.inTurn()).containsExactly(B, A);
        assertThat(instances.inTurn()).containsExactly(A, B);
    }

    @Test
    void instanceThatIsNotReadyComesLastUntilItIsReady() {
        instances.setReady(A, false);

        assertThat(instances.inTurn()).containsExactly(B, A);
        assertThat(instances.inTurn()).containsExactly(B, A);
        instances.setReady(A, true);
        assertThat(instances.inTurn()).containsExactly(A, B);
    }

    @Test
    void instancesAreTriedAlthoughNoneIsReady() {
        instances.setReady(A, false);
        instances.setReady(B, false);

        assertThat(instances.inTurn()).containsExactly(A, B);
    }
}
