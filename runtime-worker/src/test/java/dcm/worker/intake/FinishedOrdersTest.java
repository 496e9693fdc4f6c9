package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedOrdersTest {
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ContainerId DB = new ContainerId("00112233445566bb");

    @TempDir
    private Path directory;

    @Test
    void unknownContainerHasNoFinishedOrder() throws IOException {
        assertThat(open().last(WEB)).isZero();
    }

    @Test
    void finishedOrdersAreKnownAfterRestart() throws IOException {
        FinishedOrders finished = open();
        finished.finish(WEB, 1);
        finished.finish(WEB, 2);
        finished.finish(DB, 7);

        FinishedOrders reopened = open();

        assertThat(reopened.last(WEB)).isEqualTo(2);
        assertThat(reopened.last(DB)).isEqualTo(7);
    }

    @Test
    void learningAnOlderOrderIsIgnored() throws IOException {
        FinishedOrders finished = open();
        finished.finish(WEB, 3);

        finished.learn(WEB, 2);

        assertThat(finished.last(WEB)).isEqualTo(3);
    }

    @Test
    void learningANewerOrderIsKept() throws IOException {
        FinishedOrders finished = open();
        finished.finish(WEB, 3);

        finished.learn(WEB, 5);

        assertThat(finished.last(WEB)).isEqualTo(5);
    }

    @Test
    void forgottenContainerStaysUnknownAfterRestart() throws IOException {
        FinishedOrders finished = open();
        finished.finish(WEB, 3);

        finished.forget(WEB);

        assertThat(finished.last(WEB)).isZero();
        assertThat(open().last(WEB)).isZero();
    }

    @Test
    void partiallyWrittenFileIsIgnored() throws IOException {
        open().finish(WEB, 3);
        Files.writeString(directory.resolve(WEB + ".new"), "");

        assertThat(open().last(WEB)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0"})
    void numberThatAPowerFailureHasLostIsUnknown(String left) throws IOException {
        open().finish(WEB, 3);
        Files.writeString(directory.resolve(WEB.value()), left);

        assertThat(open().last(WEB)).isZero();
    }

    private FinishedOrders open() throws IOException {
        FinishedOrders finished = new FinishedOrders(directory);
        finished.open();
        return finished;
    }
}
