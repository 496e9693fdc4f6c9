package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderPositionTest {
    @TempDir
    private Path directory;

    private OrderPosition position;

    @BeforeEach
    void open() {
        position = new OrderPosition(file());
    }

    @Test
    void newPositionIsEmpty() throws IOException {
        assertThat(position.stored()).isEmpty();
    }

    @Test
    void positionIsAfterTheLastOrderWhenAllAreFinished() throws IOException {
        position.begin(5);
        position.begin(9);
        position.finish(5);

        position.finish(9);

        assertThat(new OrderPosition(file()).stored()).hasValue(10);
    }

    @Test
    void positionStaysAtTheFirstUnfinishedOrder() throws IOException {
        position.begin(4);
        position.finish(4);
        position.begin(5);
        position.begin(6);
        position.begin(7);

        position.finish(6);
        position.finish(7);

        assertThat(position.stored()).hasValue(5);
    }

    @Test
    void positionMovesToTheNextUnfinishedOrder() throws IOException {
        position.begin(5);
        position.begin(6);
        position.begin(7);
        position.finish(6);

        position.finish(5);

        assertThat(position.stored()).hasValue(7);
    }

    @Test
    void emptyFileIsReadAsNoPosition() throws IOException {
        Files.writeString(file(), "");

        assertThat(position.stored()).isEmpty();
    }

    private Path file() {
        return directory.resolve("orders.position");
    }
}
