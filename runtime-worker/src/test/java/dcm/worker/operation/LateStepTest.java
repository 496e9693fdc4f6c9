package dcm.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LateStepTest {
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();

    @Test
    void stepOfLongWorkIsReported() throws InterruptedException {
        LateStep step = new LateStep("Copying.", reported::add);

        assertThat(reported.poll(10, TimeUnit.SECONDS)).isEqualTo("Copying.");
        step.end();
    }

    @Test
    void stepOfShortWorkIsNotReported() throws InterruptedException {
        new LateStep("Copying.", reported::add).end();

        assertThat(reported.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }
}
