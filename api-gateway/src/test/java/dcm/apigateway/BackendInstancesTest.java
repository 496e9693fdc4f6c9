package dcm.apigateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void requestsOfAUserGoToTheSameInstanceAsLongAsItIsReady() {
        URI own = instances.of("alice").getFirst();
        URI other = own.equals(A) ? B : A;

        assertThat(instances.of("alice")).containsExactly(own, other);
        instances.setReady(own, false);
        assertThat(instances.of("alice")).containsExactly(other, own);
        instances.setReady(own, true);
        assertThat(instances.of("alice")).containsExactly(own, other);
    }

    @Test
    void userStaysWhereTheLastRequestWas() {
        URI own = instances.of("alice").getFirst();
        URI other = own.equals(A) ? B : A;

        instances.taken("alice", other);
        instances.setReady(other, false);

        assertThat(instances.of("alice")).containsExactly(other, own);
    }

    @Test
    void upgradeReplacesTheInstancesAndHoldsRequestsWithoutAny() {
        URI standIn = URI.create("http://127.0.0.1:8100");

        instances.use(List.of(standIn));
        assertThat(instances.inTurn()).containsExactly(standIn);
        assertThat(instances.isHeld()).isFalse();
        instances.use(List.of());
        assertThat(instances.isHeld()).isTrue();
        assertThat(instances.all()).containsExactly(A, B);
        instances.useConfigured();

        assertThat(instances.isHeld()).isFalse();
        assertThat(instances.all()).containsExactly(A, B);
        assertThat(instances.known()).containsExactlyInAnyOrder(A, B, standIn);
    }

    @Test
    void userLeavesAnInstanceThatAnUpgradeReplaces() {
        instances.taken("alice", A);

        instances.use(List.of(B));

        assertThat(instances.of("alice")).containsExactly(B);
    }

    @Test
    void usersAreSpreadOverTheInstances() {
        assertThat(IntStream.range(0, 50)
                        .mapToObj(number -> instances.of("user-" + number).getFirst())
                        .collect(toSet()))
                .containsExactlyInAnyOrder(A, B);
    }
}
