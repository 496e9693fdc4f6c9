package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The package of the previous release is replaced by that of this one, while a user works in a container. */
@Tag("install")
class UpgradeJourneyIT {
    private static final String NEW = NewMachine.RELEASE + "/dcm_*.deb";
    private static final String PREVIOUS = NewMachine.PREVIOUS_RELEASE + "/dcm_*.deb";
    private static final String INSTALL = "apt-get install -y -qq --no-install-recommends ";
    private static final String SSH = "ssh -F none -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR ";
    private static final String GATEWAY = SSH + "-p 2222 alice@127.0.0.1 ";
    private static final String CONTAINER = SSH + "-p 31000 root@198.18.0.1 ";

    @Test
    void userWorksOnDuringTheUpgradeAndEverythingIsThereAfterIt() {
        try (NewMachine machine = NewMachine.booted()) {
            machine.run("apt-get update -qq && " + INSTALL + PREVIOUS);
            machine.run("dcm up");
            machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/key");
            machine.run("dcm user add alice --key /root/key.pub");
            machine.run(GATEWAY + "create debian-ssh --name web");
            machine.run(GATEWAY + "commit web snapshot");
            String previous = machine.run("dcm version");
            machine.run(CONTAINER + "'while date +%s; do sleep 1; done' >/root/ticks 2>&1 </dev/null &");

            machine.run(INSTALL + NEW);
            // The package has started DCM again.
            assertThat(machine.run("dcm up")).contains("already up");

            assertThat(machine.run("dcm version")).isNotEqualTo(previous);
            assertThat(machine.run("dcm status")).doesNotContain("unhealthy");
            assertThat(machine.run(GATEWAY + "show")).contains("web", "31000", "running");
            assertThat(machine.run(GATEWAY + "images")).contains("snapshot");
            machine.run(GATEWAY + "create snapshot --name next");
            machine.run("dcm rebuild views");
            assertThat(machine.run(GATEWAY + "show")).contains("web", "next");
            assertThat(longestPause(machine.run("cat /root/ticks")))
                    .as("seconds in which the session in the container got no time")
                    .isLessThan(10);

            assertDowngradeIsRefused(machine);
            assertThat(machine.run(GATEWAY + "show")).contains("web", "next");
        }
    }

    /** Of a package that differs in its version only. */
    private static void assertDowngradeIsRefused(NewMachine machine) {
        machine.run("dpkg-deb -R " + NEW
                + " /root/older && sed -i 's/^Version: .*/Version: 0.9.9/' /root/older/DEBIAN/control"
                + " && dpkg-deb -Znone --build /root/older /root/older.deb");

        assertThat(machine.run("dpkg -i /root/older.deb 2>&1 || echo refused"))
                .contains("DCM cannot return to version 0.9.9", "refused");
        assertThat(machine.run("dpkg-query --show --showformat '${Version} ${db:Status-Status}' dcm"))
                .doesNotStartWith("0.9.9")
                .endsWith("installed");
    }

    /** The session still runs: its last line is new. */
    private static long longestPause(String ticks) {
        long[] times = LongStream.concat(
                        Arrays.stream(ticks.split("\n")).mapToLong(Long::parseLong),
                        LongStream.of(System.currentTimeMillis() / 1000))
                .toArray();
        long longest = 0;
        for (int tick = 1; tick < times.length; tick++) {
            longest = Math.max(longest, times[tick] - times[tick - 1]);
        }
        return longest;
    }
}
