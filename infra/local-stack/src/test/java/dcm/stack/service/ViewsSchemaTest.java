package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsSchemaTest {
    @TempDir
    Path application;

    @Test
    void newestMigrationIsTheOneWithTheHighestNumber() throws IOException {
        Path jar = application.resolve("app/projection-service.jar");
        Files.createDirectories(jar.getParent());
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("db/migration/V9__a.sql", "db/migration/V20__b.sql", "other/V30__c.sql")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        }

        assertEquals(20, ViewsSchema.newestIn(application));
    }
}
