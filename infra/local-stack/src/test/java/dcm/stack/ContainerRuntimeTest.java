package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how {@code infra/engine/runtime} edits a container's configuration before it runs runc. */
class ContainerRuntimeTest {
    private static final Path SCRIPT = Path.of("../engine/runtime").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void ioSetupIsAnsweredAsUnknownAndOtherCallsStayAllowed() throws Exception {
        JsonNode config = edited("""
                {"process":{"args":["io_setup","\\"names\\":[\\"io_setup\\"]"]},"linux":{"seccomp":{"defaultAction":\
                "SCMP_ACT_ERRNO","syscalls":[{"names":["accept","io_setup","write"],"action":"SCMP_ACT_ALLOW"},\
                {"names":["io_setup","read"],"action":"SCMP_ACT_ALLOW","args":[{"index":0}]},\
                {"names":["open","io_setup"],"action":"SCMP_ACT_ALLOW"}]},"maskedPaths":["/proc/kcore"]}}""");

        assertEquals(new ObjectMapper().readTree("""
                        [{"names":["io_setup"],"action":"SCMP_ACT_ERRNO","errnoRet":38},
                        {"names":["accept","write"],"action":"SCMP_ACT_ALLOW"},
                        {"names":["read"],"action":"SCMP_ACT_ALLOW","args":[{"index":0}]},
                        {"names":["open"],"action":"SCMP_ACT_ALLOW"}]"""), config.at("/linux/seccomp/syscalls"));
        assertEquals("io_setup", config.at("/process/args/0").asText());
        assertEquals("\"names\":[\"io_setup\"]", config.at("/process/args/1").asText());
    }

    @Test
    void pseudoTerminalsAreLimited() throws Exception {
        JsonNode config = edited("""
                {"mounts":[{"type":"devpts","source":"devpts","options":["nosuid"]}],"linux":{}}""");

        assertEquals("max=1024", config.at("/mounts/0/options/0").asText());
    }

    private JsonNode edited(String config) throws Exception {
        Path bundle = Files.createDirectory(directory.resolve("bundle"));
        Path file = Files.writeString(bundle.resolve("config.json"), config);
        Path runc = Files.writeString(directory.resolve("runc"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder run =
                new ProcessBuilder("perl", SCRIPT.toString(), "create", "--bundle", bundle.toString(), "0123456789ab");
        run.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        assertEquals(0, run.inheritIO().start().waitFor());
        return new ObjectMapper().readTree(file.toFile());
    }
}
