package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The files in target/release are installed as README.md describes, on machines without a JDK, Maven and Docker. */
@Tag("install")
class InstallJourneyIT {
    private static final String ARCHIVE = NewMachine.RELEASE + "/dcm-*-linux-*.tar.gz";
    private static final String BILL_OF_MATERIALS = NewMachine.RELEASE + "/dcm-*-sbom.json";
    private static final String PACKAGE = NewMachine.RELEASE + "/dcm_*.deb";
    private static final String SSH = "ssh -F none -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR ";

    /** Installs a newer package, which cannot be unpacked. */
    private static final String UPGRADE_THAT_FAILS = """
            mkdir -p /tmp/newer/DEBIAN
            printf 'Package: dcm\\nVersion: 99\\nArchitecture: all\\nMaintainer: x <x@localhost>\\nDescription: x\\n' >/tmp/newer/DEBIAN/control
            printf '#!/bin/sh\\nexit 1\\n' >/tmp/newer/DEBIAN/preinst
            chmod 755 /tmp/newer/DEBIAN/preinst
            dpkg-deb --build /tmp/newer /tmp/newer.deb
            dpkg -i /tmp/newer.deb""";

    private static final Duration LONGEST = Duration.ofSeconds(140);
    private static final Duration LONGEST_SECOND_START = Duration.ofSeconds(30);

    /** In MiB. The aim is 1.2 GiB, and 1.23 were measured: docs/benchmarks.md. */
    private static final long MOST_MEMORY = 1300;

    /** Completes a command of the client in fish and, at a terminal, in zsh. */
    private static final String SHELLS = """
            apt-get install -y -qq --no-install-recommends zsh fish
            ln -s /usr/lib/dcm/client/dcm /tmp/dcm
            export PATH=/tmp:$PATH
            dcm completion fish | fish -c 'source -; complete -C "dcm sto"'
            cat >/tmp/complete <<'END'
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'source <(dcm completion zsh); print read""y'
            zpty -r -m shell answer '*ready*'
            zpty -w -n shell $'dcm sto\\t'
            zpty -r -m shell answer '*dcm stop*'
            print "completed sto${answer##*dcm sto}"
            END
            timeout 60 zsh -f /tmp/complete""";

    @Test
    void archiveRunsWithoutBuildTools() {
        try (NewMachine machine = NewMachine.plain()) {
            assertThat(machine.succeeds("command -v java || command -v mvn || command -v dockerd"))
                    .isFalse();
            machine.run("cd " + NewMachine.RELEASE + " && sha256sum --check --strict SHA256SUMS");
            assertThat(machine.run("cat " + NewMachine.RELEASE + "/dcm-*-release-notes.md"))
                    .startsWith("# DCM ")
                    .contains("\n### ")
                    .doesNotContain("\n## ");
            machine.run("grep -q CycloneDX " + BILL_OF_MATERIALS);
            machine.run("grep -q 'pkg:maven/org.apache.kafka/kafka-clients@' " + BILL_OF_MATERIALS);

            Duration time = timed("unpacked archive until the first login", () -> {
                machine.run("mkdir /opt/dcm && tar -xzf " + ARCHIVE + " -C /opt/dcm --strip-components=1");
                machine.run("/opt/dcm/dcm up");
                assertFirstLogin(machine, "/opt/dcm/dcm");
            });

            assertThat(time).isLessThan(LONGEST);
            assertThat(machine.succeeds("command -v javac || command -v mvn || command -v node"))
                    .as("build tools were installed")
                    .isFalse();
            assertThat(machine.run("/opt/dcm/dcm version")).matches("DCM \\d+\\.\\d+\\.\\d+ \\(commit .+\\)");
            assertThat(machine.succeeds("test -d /opt/dcm/.dcm/data/kafka")).isTrue();
            machine.run("test -s /opt/dcm/LICENSE -a -s /opt/dcm/THIRD-PARTY.txt -a -s /opt/dcm/CHANGELOG.md");
            assertThat(machine.run("find /opt/dcm -name dcm-schema.sql -size +100k"))
                    .as("the tables with which Keycloak starts faster")
                    .isNotBlank();

            machine.run("/opt/dcm/dcm down");
            assertThat(timed("second start", () -> machine.run("/opt/dcm/dcm up")))
                    .isLessThan(LONGEST_SECOND_START);
            System.out.println(machine.run("/opt/dcm/dcm status"));
            assertThat(memoryWithoutKeycloak(machine)).isLessThan(MOST_MEMORY);
            assertLogin(machine);
            machine.run("/opt/dcm/dcm down --all");
        }
    }

    @Test
    void packageIsInstalledAndPurgedLikeOthersOfDebian() {
        try (NewMachine machine = NewMachine.booted()) {
            Duration time = timed("package until the first login", () -> {
                machine.run("apt-get update -qq && apt-get install -y -qq --no-install-recommends " + PACKAGE);
                assertThat(machine.succeeds("pgrep java"))
                        .as("installing starts DCM")
                        .isFalse();
                machine.run("dcm up");
                assertFirstLogin(machine, "dcm");
            });

            assertThat(time).isLessThan(LONGEST);
            assertThat(machine.run("docker info --format '{{.SecurityOptions}}'"))
                    .contains("name=userns");
            assertThat(machine.run("dcm version")).matches("DCM \\d+\\.\\d+\\.\\d+ \\(commit .+\\)");
            assertThat(machine.run("dcm bench create --help"))
                    .contains("Example: dcm bench create")
                    .doesNotContain("./dcm");
            machine.run("test -s /usr/share/man/man1/dcm.1.gz -a -s /usr/share/man/man1/dcm-user-add.1.gz");
            assertThat(machine.run(". /usr/share/bash-completion/completions/dcm && complete -p dcm"))
                    .contains("dcm");
            machine.run("test -s /usr/share/doc/dcm/copyright");
            assertThat(machine.run(SHELLS)).contains("stop\tStop containers.", "completed stop");
            assertThat(machine.run("dcm status")).doesNotContain("unhealthy");
            assertThat(machine.run("dcm demo")).contains("root on demo", "Try it yourself:");

            assertThat(machine.succeeds(UPGRADE_THAT_FAILS)).isFalse();

            assertThat(machine.run("dcm status"))
                    .as("DCM runs again after an upgrade that failed")
                    .doesNotContain("unhealthy", "stopped");

            machine.run("apt-get purge -y -qq dcm");

            assertThat(machine.succeeds("pgrep java")).as("DCM still runs").isFalse();
            assertThat(machine.succeeds("test -e /usr/lib/dcm -o -e /usr/bin/dcm"))
                    .as("programs are left")
                    .isFalse();
            assertThat(machine.succeeds("test -d /var/lib/dcm/data/storage/alice -a -d /var/lib/dcm/data/kafka"))
                    .as("users' data is kept")
                    .isTrue();
            assertLogin(machine); // containers keep running

            machine.run("apt-get install -y -qq --no-install-recommends " + PACKAGE);
            // As a worker leaves it that was killed.
            machine.run("mount --bind /var/lib/dcm/data/storage /var/lib/dcm/data/storage");
            machine.run("echo dcm dcm/purge-data boolean true | debconf-set-selections && apt-get purge -y -qq dcm");

            assertThat(machine.succeeds("test -e /var/lib/dcm"))
                    .as("data is deleted on request")
                    .isFalse();
        }
    }

    /** In MiB. */
    private static long memoryWithoutKeycloak(NewMachine machine) {
        machine.run("apt-get install -y -qq --no-install-recommends jq");
        return Long.parseLong(
                machine.run(
                        "/opt/dcm/dcm status --json | jq '[.parts | to_entries[] | select(.key != \"keycloak\") | .value.memoryMiB] | add'"));
    }

    /** Creates an account and a container as its user, and logs in to the container. */
    private static void assertFirstLogin(NewMachine machine, String dcm) {
        machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/key");
        machine.run(dcm + " user add alice --key /root/key.pub");
        machine.run(SSH + "-p 2222 alice@127.0.0.1 create debian-ssh --name web");
        assertLogin(machine);
    }

    private static void assertLogin(NewMachine machine) {
        assertThat(machine.run(SSH + "-p 31000 root@198.18.0.1 hostname")).isEqualTo("web");
    }

    private static Duration timed(String what, Runnable action) {
        long began = System.nanoTime();
        action.run();
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%s: %.1f s%n", what, time.toMillis() / 1000.0);
        return time;
    }
}
