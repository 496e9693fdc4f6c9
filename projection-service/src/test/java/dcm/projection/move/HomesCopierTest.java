package dcm.projection.move;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import dcm.rest.supervision.SupervisedLoopReadiness;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HomesCopierTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final AccountSnapshot ALICE =
            AccountSnapshot.opened(new OwnerName("alice"), Profile.of("Alice", Role.USER), List.of(), null, NOW);
    private static final HomesMove MOVE = new HomesMove(
            new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1"),
            new HostName("n1"),
            new HostName("n2"),
            NOW,
            Step.STOPPING,
            300,
            0,
            null,
            null);

    private final AtomicReference<AccountSnapshot> account = new AtomicReference<>(ALICE);
    private final AtomicReference<Boolean> here = new AtomicReference<>(true);
    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

    @Test
    void homesAreCopiedInTheStepCopyingOnly() throws Exception {
        HomesCopier copier = copier((owner, move) -> {});

        copier.follow(NOW);
        account.set(ALICE.moving(MOVE));
        copier.follow(NOW);
        account.set(ALICE.moving(MOVE.at(Step.COMPLETING)));
        copier.follow(NOW);
        account.set(ALICE.moving(MOVE.at(Step.COPYING)));
        copier.follow(NOW);

        expect("began", "ended");
        assertThat(happened).isEmpty();
    }

    @Test
    void homesOfAnAccountOfAnotherInstanceAreNotCopied() throws Exception {
        account.set(ALICE.moving(MOVE.at(Step.COPYING)));
        here.set(false);
        HomesCopier copier = copier((owner, move) -> {});

        copier.follow(NOW);
        assertThat(happened).isEmpty();
        here.set(true);
        copier.follow(NOW);

        expect("began", "ended");
    }

    @Test
    void failedCopyIsRepeatedAfterAPauseThatGrows() throws Exception {
        account.set(ALICE.moving(MOVE.at(Step.COPYING)));
        HomesCopier copier = copier((owner, move) -> {
            throw new IOException("the connection broke");
        });

        copier.follow(NOW);
        expect("began", "ended");
        copier.follow(NOW.plusMillis(900));
        assertThat(happened).isEmpty();
        follow(copier, NOW.plusSeconds(1));
        expect("began", "ended");
        copier.follow(NOW.plusMillis(2900));
        assertThat(happened).isEmpty();
        follow(copier, NOW.plusSeconds(3));
        expect("began", "ended");
    }

    @Test
    void copyEndsWithItsMove() throws Exception {
        account.set(ALICE.moving(MOVE.at(Step.COPYING)));
        CountDownLatch never = new CountDownLatch(1);
        HomesCopier copier = copier((owner, move) -> never.await());
        copier.follow(NOW);
        expect("began");
        copier.follow(NOW.plusSeconds(60));
        assertThat(happened).as("a second attempt during the first").isEmpty();

        account.set(ALICE);
        copier.follow(NOW.plusSeconds(61));

        expect("ended");
    }

    @Test
    void hostTakesPartInTwoCopiesAtOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<AccountSnapshot> all = Stream.of("a1", "a2", "a3")
                .map(digits -> ALICE.moving(new HomesMove(
                        new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7" + digits),
                        MOVE.from(),
                        MOVE.to(),
                        NOW,
                        Step.COPYING,
                        300,
                        0,
                        null,
                        null)))
                .toList();
        HomesCopier copier = copier(() -> all, (owner, move) -> release.await());

        copier.follow(NOW);
        expect("began", "began");
        copier.follow(NOW.plusSeconds(60));
        assertThat(happened).as("a third copy").isEmpty();

        release.countDown();
        expect("ended", "ended");
        follow(copier, NOW.plusSeconds(61));
        expect("began");
    }

    /** The thread of the last attempt may end a moment after the attempt. */
    private void follow(HomesCopier copier, Instant now) throws InterruptedException {
        for (int tries = 0; happened.isEmpty() && tries < 10_000; tries++) {
            copier.follow(now);
            Thread.sleep(1);
        }
    }

    private void expect(String... events) throws InterruptedException {
        for (String event : events) {
            assertThat(happened.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
        }
    }

    private HomesCopier copier(HomesPipe pipe) {
        return copier(() -> List.of(account.get()), pipe);
    }

    private HomesCopier copier(Supplier<Collection<AccountSnapshot>> accounts, HomesPipe pipe) {
        return new HomesCopier(
                accounts,
                owner -> here.get(),
                (owner, move) -> {
                    happened.add("began");
                    try {
                        pipe.copy(owner, move);
                    } finally {
                        happened.add("ended");
                    }
                },
                new SupervisedLoopReadiness());
    }
}
