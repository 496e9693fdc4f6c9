package dcm.rest.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final OwnerName CAROL = new OwnerName("carol");

    private final StreamSlots slots = new StreamSlots(2, 3);

    @Test
    void streamOverTheAccountLimitIsRejectedUntilOneIsClosed() {
        Source first = open(ALICE);
        open(ALICE);
        assertThatThrownBy(() -> open(ALICE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("yours follows 2");

        first.close();
        first.close(); // counts once

        open(ALICE);
        assertThatThrownBy(() -> open(ALICE)).isInstanceOf(ProblemException.class);
    }

    @Test
    void streamOverTheTotalLimitIsRejected() {
        open(ALICE);
        open(ALICE);
        open(BOB);

        assertThatThrownBy(() -> open(CAROL))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("All accounts together can follow 3");
    }

    @Test
    void failedOpenTakesNoSlot() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> slots.open(ALICE, () -> {
                        throw new IllegalStateException("the host is away");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        open(ALICE);
    }

    private Source open(OwnerName owner) {
        return slots.open(owner, Silent::new);
    }

    private static final class Silent implements Source {
        @Override
        public Optional<byte[]> next() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
