package dcm.rest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final OwnerName CAROL = new OwnerName("carol");

    private AccountSnapshot alice =
            AccountSnapshot.opened(ALICE, Profile.of("Alice", Role.USER), List.of(), null, Instant.EPOCH);
    private final StreamSlots slots =
            new StreamSlots(name -> name.equals(ALICE) ? Optional.of(alice) : Optional.empty(), 2, 3);

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

    @Test
    void streamsOfAnAccountEndWhenItIsSuspended() {
        Silent ofAlice = new Silent();
        Silent ofBob = new Silent();
        AtomicBoolean wakesReader = new AtomicBoolean();
        Source stream = slots.open(ALICE, () -> ofAlice);
        stream.onEnd(() -> wakesReader.set(true));
        slots.open(BOB, () -> ofBob);

        slots.changed(alice, alice.suspend("", Instant.EPOCH));

        assertThat(ofAlice.closed).isTrue();
        assertThat(wakesReader).isTrue();
        assertThatThrownBy(stream::next).as("it does not seem to be complete").isInstanceOf(IOException.class);
        assertThat(ofBob.closed).isFalse();
        open(ALICE);
        open(ALICE);
    }

    @Test
    void streamThatIsOpenedDuringTheSuspensionEndsAtOnce() {
        Silent late = new Silent();
        alice = alice.suspend("", Instant.EPOCH);

        slots.open(ALICE, () -> late);

        assertThat(late.closed).isTrue();
    }

    @Test
    void streamsEndWhenTheAccountIsBoundToAnotherSignIn() {
        Silent first = new Silent();
        AccountSnapshot bound = alice.with(new SignIn("https://issuer.example.org", "1"));

        slots.open(ALICE, () -> first);
        slots.changed(alice, bound);
        assertThat(first.closed).isFalse();

        slots.changed(bound, alice.with(new SignIn("https://issuer.example.org", "2")));
        assertThat(first.closed).isTrue();
    }

    private Source open(OwnerName owner) {
        return slots.open(owner, Silent::new);
    }

    private static final class Silent implements Source {
        private boolean closed;

        @Override
        public Optional<byte[]> next() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
