package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.stack.installation.Installation;
import dcm.stack.part.DetachedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildProgressTest {
    @TempDir
    Path home;

    @Test
    void lastMessageAboutTheRebuildIsTheProgress() throws IOException {
        DetachedProcess process =
                new DetachedProcess(Installation.of(home, Map.of("DCM_HOME", home.toString())), "command-service");
        RebuildProgress progress = new RebuildProgress(process);
        assertEquals(Optional.empty(), progress.latest());
        Files.createDirectories(Path.of(process.log()).getParent());
        Files.writeString(Path.of(process.log()), """
                {"timestamp":"12:00","message":"rebuild reads a topic: topic=dcm.events count=1 end=9"}
                {"timestamp":"12:02","message":"rebuild reads a topic: topic=dcm.events count=5 end=9"}
                {"timestamp":"12:03","message":"account opened: reason=rebuild of something"}
                {"timestamp":"12:04","message":"rebuild reads
                """);

        assertEquals(Optional.of("rebuild reads a topic: topic=dcm.events count=5 end=9"), progress.latest());
    }
}
