package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HomesCopiesTest {
    private static final OwnerName ANN = new OwnerName("ann");

    private final AtomicInteger missing = new AtomicInteger();
    private final HomesCopies copies = new HomesCopies();

    @Test
    void accountThatHasNotArrivedIsReported() {
        copies.onMissing(missing::incrementAndGet);

        assertThat(copies.of(ANN)).isEmpty();
        assertThat(missing).hasValue(1);

        copies.apply(ChangedAccounts.of(ANN));
        assertThat(copies.of(ANN)).isEmpty();
        assertThat(missing).hasValue(1);
    }
}
