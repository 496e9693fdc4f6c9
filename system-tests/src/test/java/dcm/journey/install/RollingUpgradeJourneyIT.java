package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The archive of the previous release runs, on two hosts, and this release replaces it while a user's requests go on. The views are built again
 * meanwhile.
 */
@Tag("install")
class RollingUpgradeJourneyIT {
    private static final String OLD = "/opt/dcm-old";
    private static final String NEW = "/opt/dcm-new";
    private static final String BOB =
            UpgradeLoad.SSH.replace("/root/key", "/root/bob").replace("alice@", "bob@");

    /** Ends the upgrade with SIGTERM while command-service of both versions runs. */
    private static final String INTERRUPTED_UPGRADE = NEW + "/dcm upgrade >/root/interrupted.log 2>&1 &"
            + " while kill -0 $! && ! grep -q 'command-service-2 … runs beside' /root/interrupted.log; do sleep 0.1; done;"
            + " pkill -TERM -f '[d]cm.stack.Launcher upgrade'; ! wait $! && cat /root/interrupted.log";

    /** Prints what can explain a request that was not answered. */
    private static final String WHAT_PARTS_DID =
            "cd %s/.dcm/logs; grep -E '\"(WARN|ERROR)\"|started in|stopped in|partitions assigned' *-service*.log"
                    + " | sed 's/\"sequence.*\"message\"://' | cut -c1-250 | tail -n 150";

    @Test
    void requestsGoOnWhileTheReleaseIsReplaced() throws IOException {
        try (NewMachine machine = NewMachine.plain();
                NewMachine other = NewMachine.plain()) {
            unpack(machine);
            machine.run("DCM_CLUSTER_ADDRESS=" + machine.address() + " " + OLD + "/dcm up");
            UpgradeLoad load = new UpgradeLoad(machine, "DCM_HOME=" + OLD + "/.dcm " + OLD + "/dcm");
            load.prepare();
            load.makeViewsOlder(OLD + "/.dcm");
            join(machine, other);
            String before = machine.run(NEW + "/dcm upgrade --from " + OLD + " --dry-run");
            System.out.println(before);
            assertThat(before).contains("Workers on other machines are not upgraded by this command: n2.");
            assertThat(machine.succeeds("test -e " + NEW + "/.dcm")).isFalse();

            load.start();
            String untilWorkers = machine.run(NEW + "/dcm upgrade --from " + OLD + " --until-workers 2>&1");
            System.out.println(untilWorkers);
            String doctor = machine.run(NEW + "/dcm doctor 2>&1 || true");
            assertOtherHostWorks(machine, "stop");
            System.out.println(other.run(NEW + "/dcm upgrade --from " + OLD + " 2>&1"));
            assertOtherHostWorks(machine, "start");
            System.out.println(machine.run(INTERRUPTED_UPGRADE));
            assertThat(machine.run(BOB + "show far")).contains("running");
            String output = machine.run(NEW + "/dcm upgrade 2>&1");
            System.out.println(output);
            String finished = machine.run(NEW + "/dcm doctor 2>&1 || true");
            load.stop();

            try {
                load.assertNothingWasLost();
            } catch (AssertionError e) {
                System.out.println(machine.run(WHAT_PARTS_DID.formatted(OLD)));
                throw e;
            }
            assertThat(untilWorkers)
                    .contains(
                            "views … done",
                            "projection-service-2 … runs beside",
                            "runtime-worker … done",
                            "Admission is still of the older version.")
                    .doesNotContain("command-service … done", "cannot run beside");
            assertThat(doctor).contains("These parts run another version", "dcm upgrade");
            assertThat(output)
                    .contains("command-service … done", "DCM was upgraded from DCM 0.")
                    .doesNotContain("runtime-worker … done", "cannot run beside");
            assertThat(finished)
                    .contains("Services and workers have version")
                    .doesNotContain("These parts run another version");
            assertThat(machine.run(NEW + "/dcm status")).doesNotContain("unhealthy", "stopped");
            assertThat(other.run(NEW + "/dcm status")).doesNotContain("unhealthy", "stopped");
            assertThat(machine.run(NEW + "/dcm upgrade")).contains("runs already; nothing was changed.");
            assertThat(machine.run(NEW + "/dcm verify 2>&1 || true")).doesNotContain("lost");
            machine.run(NEW + "/dcm down && " + NEW + "/dcm up");
            assertThat(machine.run(UpgradeLoad.SSH + "show")).contains("web", "worked");
            assertOtherHostWorks(machine, "stop");
            other.run(NEW + "/dcm down --all");
            machine.run(NEW + "/dcm down");
            assertThat(machine.run("! DCM_HOME=" + OLD + "/.dcm " + OLD + "/dcm up 2>&1"))
                    .contains("has started this installation before");
            machine.run(NEW + "/dcm down --all");
        }
    }

    private static void unpack(NewMachine machine) {
        for (Map.Entry<String, String> release : Map.of(NewMachine.PREVIOUS_RELEASE, OLD, NewMachine.RELEASE, NEW)
                .entrySet()) {
            machine.run("mkdir %2$s && tar -xzf %1$s/dcm-*-linux-*.tar.gz -C %2$s --strip-components=1"
                    .formatted(release.getKey(), release.getValue()));
        }
    }

    /** The other machine joins as the host n2, with a container of bob. */
    private static void join(NewMachine machine, NewMachine other) {
        unpack(other);
        other.write(
                "/root/token", machine.run("set -o pipefail; " + OLD + "/dcm host invite n2 --json | jq -r .token"));
        other.run(OLD + "/dcm host join </root/token");
        machine.run(OLD + "/dcm user add bob --key /root/bob.pub");
        machine.run(BOB + "create debian-ssh --name far --host n2");
    }

    private static void assertOtherHostWorks(NewMachine machine, String action) {
        machine.run(BOB + action + " far");
        assertThat(machine.run(BOB + "show far")).contains("n2", action.equals("stop") ? "stopped" : "running");
    }
}
