package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VersionsTest {
    @Test
    void readmeNamesTheFilesOfThisVersion() throws IOException {
        Set<String> named = Pattern.compile("dcm[_-](\\d+\\.\\d+\\.\\d+)")
                .matcher(Files.readString(Path.of("../../README.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertEquals(Set.of(Versions.of("dcm")), named);
    }
}
