package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/dcm-shell.md} matches the commands; {@code -Dgolden.write=true} writes the page again. */
class ReferenceTest {
    private static final Path PAGE = Path.of("../docs/dcm-shell.md");

    @Test
    void referencePageMatchesTheCommands() throws IOException {
        String page = Reference.page();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("mvn -pl shell test -Dtest=ReferenceTest -Dgolden.write=true writes it")
                .hasContent(page);
    }
}
