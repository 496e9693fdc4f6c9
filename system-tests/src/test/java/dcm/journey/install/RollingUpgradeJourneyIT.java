package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The archive of the previous release runs, and this release replaces it while a user's requests go on: lists, creations, removals, stops and
 * starts over REST, commands of the SSH gateway, and logins to a container.
 */
@Tag("install")
class RollingUpgradeJourneyIT {
    private static final String OLD = "/opt/dcm-old";
    private static final String NEW = "/opt/dcm-new";
    private static final String SSH = "ssh -F none -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -p 2222 alice@127.0.0.1 ";

    /** Prints what can explain a request that was not answered. */
    private static final String WHAT_PARTS_DID =
            "cd %s/.dcm/logs; grep -E '\"(WARN|ERROR)\"|started in|stopped in|partitions assigned' *-service*.log"
                    + " | sed 's/\"sequence.*\"message\"://' | cut -c1-250 | tail -n 150";

    /** The SSH gateway ends the commands that it is executing when it, the API gateway or projection-service is replaced. */
    private static final int MOST_FAILED_GATEWAY_COMMANDS = 4;

    /**
     * Those that the API gateway is answering when it is replaced, for longer than it is waited for, and those whose key is being looked up
     * when an instance of projection-service stops: one of each loop that sends keys, three times.
     */
    private static final int MOST_REPEATED = 9;

    @Test
    void requestsGoOnWhileTheReleaseIsReplaced() throws IOException {
        try (NewMachine machine = NewMachine.plain()) {
            unpack(machine, NewMachine.PREVIOUS_RELEASE, OLD);
            unpack(machine, NewMachine.RELEASE, NEW);
            machine.run(OLD + "/dcm up && apt-get install -y -qq --no-install-recommends curl");
            machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/key");
            machine.run(OLD + "/dcm user add alice --key /root/key.pub --keep-password");
            machine.run(SSH + "create debian-ssh --name web");
            machine.run(SSH + "create debian-ssh --name worked");
            String before = machine.run(NEW + "/dcm upgrade --from " + OLD + " --dry-run");
            System.out.println(before);
            assertThat(machine.succeeds("test -e " + NEW + "/.dcm")).isFalse();

            startLoad(machine);
            machine.run("sleep 15");
            String output = machine.run(NEW + "/dcm upgrade --from " + OLD + " 2>&1");
            System.out.println(output);
            machine.run("sleep 10; touch /root/stop; while pgrep -f '[/]root/load'; do sleep 1; done");

            try {
                assertNothingWasLost(machine);
            } catch (AssertionError e) {
                System.out.println(machine.run(WHAT_PARTS_DID.formatted(OLD)));
                throw e;
            }
            assertThat(output).contains("DCM was upgraded from DCM 0.");
            assertThat(machine.run(NEW + "/dcm status")).doesNotContain("unhealthy", "stopped");
            assertThat(machine.run(NEW + "/dcm upgrade")).contains("runs already; nothing was changed.");
            assertThat(machine.run(NEW + "/dcm verify 2>&1 || true")).doesNotContain("lost");
            machine.run(NEW + "/dcm down && " + NEW + "/dcm up");
            assertThat(machine.run(SSH + "show")).contains("web", "worked");
            machine.run(NEW + "/dcm down --all");
        }
    }

    private static void unpack(NewMachine machine, String release, String directory) {
        machine.run("mkdir " + directory + " && tar -xzf " + release + "/dcm-*-linux-*.tar.gz -C " + directory
                + " --strip-components=1");
    }

    /** The token is valid for five minutes. */
    private static void startLoad(NewMachine machine) throws IOException {
        machine.run(OLD + "/dcm token alice >/root/token");
        machine.run("cat >/root/load <<'END'\n" + Files.readString(Path.of("upgrade/load")) + "\nEND");
        machine.run("setsid bash /root/load http://127.0.0.1:8080 >/root/load.log 2>&1 </dev/null &");
        machine.run("setsid bash -c 'while ! [[ -e /root/stop ]]; do sleep 120;"
                + " DCM_HOME=" + OLD + "/.dcm " + OLD
                + "/dcm token alice >/root/token.new && mv /root/token.new /root/token; done'"
                + " >/dev/null 2>&1 </dev/null &");
    }

    private static void assertNothingWasLost(NewMachine machine) {
        Map<String, Requests> byKind = new HashMap<>();
        machine.run("cat /root/requests")
                .lines()
                .map(line -> line.split(" ", -1))
                .forEach(fields ->
                        byKind.computeIfAbsent(fields[0], _ -> new Requests()).add(fields));
        byKind.forEach((kind, requests) -> System.out.printf("upgrade: %s: %s%n", kind, requests));
        String repeated = machine.run("cat /root/repeated 2>/dev/null || true");
        System.out.printf("upgrade: sent again with the same key: %s%n", repeated);
        System.out.println(machine.run("cat /root/failures 2>/dev/null || true"));
        assertThat(repeated.lines().toList())
                .as("requests without an answer, which were sent again")
                .hasSizeLessThanOrEqualTo(MOST_REPEATED);
        assertThat(byKind).containsKeys("list", "create", "remove", "stop", "start", "gateway", "login");
        byKind.forEach((kind, requests) -> assertThat(requests.failed)
                .as("failed requests: " + kind)
                .isLessThanOrEqualTo(kind.equals("gateway") ? MOST_FAILED_GATEWAY_COMMANDS : 0));

        List<String> expected = lines(machine, "created");
        expected.removeAll(lines(machine, "removed"));
        assertThat(expected).isNotEmpty();
        assertThat(machine.run(SSH + "show")).contains(expected);
        lines(machine, "removed")
                .forEach(name -> assertThat(machine.run(SSH + "show")).doesNotContainPattern("\\b" + name + "\\b"));
    }

    private static List<String> lines(NewMachine machine, String file) {
        return new ArrayList<>(machine.run("cat /root/" + file).lines().toList());
    }

    /** The requests of one kind, one after another. */
    private static final class Requests {
        private int all;
        private int failed;
        private long longest;
        private long lastSuccess;
        private long longestGap;

        void add(String[] fields) {
            long began = Long.parseLong(fields[1]);
            long ended = Long.parseLong(fields[2]);
            all++;
            longest = Math.max(longest, ended - began);
            if (fields[3].equals("ok")) {
                longestGap = Math.max(longestGap, lastSuccess == 0 ? 0 : ended - lastSuccess);
                lastSuccess = ended;
            } else {
                failed++;
            }
        }

        @Override
        public String toString() {
            return "%d requests, %d failed, the longest took %d ms, the longest gap between two answers was %d ms"
                    .formatted(all, failed, longest, longestGap);
        }
    }
}
