package dcm.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dcm.contract.identity.HostName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the lock between real processes, in the directory that all workers of a machine share. */
class HostLockIT {
    private static final HostName N1 = new HostName("n1");

    private final String installation =
            "it-%08x".formatted(ThreadLocalRandom.current().nextInt());

    @AfterEach
    void removeFile() throws IOException {
        Files.deleteIfExists(Path.of("/run/dcm", installation + "-" + N1 + ".lock"));
    }

    @Test
    void secondProcessAcquiresTheLockAfterTheFirstIsKilled() throws Exception {
        Process first = holder();
        try {
            assertThat(HostLock.tryAcquire(installation, N1)).isEmpty();

            first.destroyForcibly().waitFor();

            Optional<HostLock> lock = HostLock.tryAcquire(installation, N1);
            assertThat(lock).isPresent();
            lock.get().close();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void locksOfDifferentHostsAreIndependent() throws Exception {
        Process first = holder();
        HostName other = new HostName("n2");
        try (HostLock lock = HostLock.tryAcquire(installation, other).orElseThrow()) {
            assertThat(lock).isNotNull();
        } finally {
            first.destroyForcibly().waitFor();
            Files.deleteIfExists(Path.of("/run/dcm", installation + "-" + other + ".lock"));
        }
    }

    @Test
    void ownLockIsKeptWhenAllLocksAreListed() throws Exception {
        try (HostLock own = HostLock.tryAcquire(installation, N1).orElseThrow()) {
            assertThat(own).isNotNull();
            assertThat(HostLock.held()).contains(installation + "-" + N1);

            Process second = launch(ProcessBuilder.Redirect.DISCARD);
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).as("without the lock").isNotZero();
        }
    }

    private Process holder() throws IOException {
        Process process = launch(ProcessBuilder.Redirect.INHERIT);
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith("holds")) {
            process.destroyForcibly();
            fail("the other process did not get the lock: " + line);
        }
        return process;
    }

    private Process launch(ProcessBuilder.Redirect errors) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        installation,
                        N1.value())
                .redirectError(errors)
                .start();
    }
}
