package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RebuildMigrationTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final String REBUILD = "V18__intent_list.sql";
    private static final Pattern VERSION = Pattern.compile("V([0-9]+)__.*");
    private static final Pattern CREATED = Pattern.compile("create table (\\w+)");
    private static final Pattern TRUNCATED = Pattern.compile("truncate ([^;]+);");

    @Test
    void rebuildTruncatesEveryTableOfEarlierMigrations() throws IOException {
        Set<String> created = new TreeSet<>();
        try (Stream<Path> migrations = Files.list(MIGRATIONS)) {
            for (Path migration : migrations.toList()) {
                if (version(migration.getFileName().toString()) < version(REBUILD)) {
                    created.addAll(found(CREATED, Files.readString(migration)));
                }
            }
        }

        List<String> truncated = found(TRUNCATED, Files.readString(MIGRATIONS.resolve(REBUILD))).stream()
                .flatMap(tables -> Arrays.stream(tables.split(",")))
                .map(String::strip)
                .toList();

        assertThat(truncated).contains("replay_position", "image").containsExactlyInAnyOrderElementsOf(created);
    }

    private static int version(String migration) {
        return found(VERSION, migration).stream().mapToInt(Integer::parseInt).sum();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
