package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewsSpaceTest {
    private static final long GIB = 1L << 30;
    private static final Path DIRECTORY = Path.of("data/postgres");

    @Test
    void newViewsNeedAsMuchAsTheOldOnesBesideATwentiethOfTheDisk() {
        assertEquals(Optional.empty(), ViewsSpace.refusal(5 * GIB, 10 * GIB, 100 * GIB, DIRECTORY));

        String refusal =
                ViewsSpace.refusal(6 * GIB, 10 * GIB, 100 * GIB, DIRECTORY).orElseThrow();

        assertTrue(refusal.contains("6144 MiB") && refusal.contains("5120 MiB"), refusal);
    }
}
