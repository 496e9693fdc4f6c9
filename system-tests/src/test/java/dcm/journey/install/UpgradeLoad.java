package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests of a user and of an administrator while DCM is upgraded: lists, creations, removals, stops and starts over REST, commands of the SSH
 * gateway, and logins to a container.
 */
final class UpgradeLoad {
    /** A command at the SSH gateway as alice. */
    static final String SSH = "ssh -F none -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -p 2222 alice@127.0.0.1 ";

    /** The SSH gateway ends the commands that it is executing when it, the API gateway or projection-service is replaced. */
    private static final int MOST_FAILED_GATEWAY_COMMANDS = 4;

    /**
     * Those that the API gateway is answering when it is replaced, for longer than it is waited for, and those whose key is being looked up
     * when an instance of projection-service stops: one of each loop that sends keys, three times.
     */
    private static final int MOST_REPEATED = 9;

    /**
     * The longest time between two answers, in milliseconds: about three times of what was measured on a slow machine. In a longer interruption, requests
     * would not fail, because the client waits.
     */
    private static final Map<String, Long> LONGEST_GAPS = Map.of("list", 22_000L, "login", 4_000L, "gateway", 120_000L);

    private static final long LONGEST_GAP = 60_000;

    private static final String TOKENS = "%1$s token alice >/root/token.new && mv /root/token.new /root/token"
            + " && %1$s token boss >/root/token.new && mv /root/token.new /root/administrator-token";

    private final NewMachine machine;
    private final String dcm;

    /** @param dcm the command of the version that runs */
    UpgradeLoad(NewMachine machine, String dcm) {
        this.machine = machine;
        this.dcm = dcm;
    }

    /** Creates the accounts alice, with the containers web and worked, and boss. */
    void prepare() {
        machine.run("apt-get install -y -qq --no-install-recommends curl jq postgresql-client");
        machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/key && ssh-keygen -q -t ed25519 -N '' -f /root/bob");
        machine.run(dcm + " user add alice --key /root/key.pub --keep-password");
        machine.run(dcm + " user add boss --admin --keep-password");
        machine.run(SSH + "create debian-ssh --name web");
        machine.run(SSH + "create debian-ssh --name worked");
    }

    /**
     * Lets the views look as if an older version had created them, so that the upgrade builds them again.
     *
     * @param home the directory of the installation
     */
    void makeViewsOlder(String home) {
        machine.run(
                "PGPASSWORD=$(cat " + home + "/secrets/postgres) psql -qtA -h 127.0.0.1 -p 8089 -U postgres dcm -c"
                        + " 'delete from flyway_schema_history where version::int = (select max(version::int) from flyway_schema_history)'");
    }

    void start() throws IOException {
        machine.run(TOKENS.formatted(dcm));
        machine.write("/root/load", Files.readString(Path.of("upgrade/load")));
        machine.run("setsid bash /root/load http://127.0.0.1:8080 >/root/load.log 2>&1 </dev/null &");
        // The token is valid for five minutes.
        machine.run("setsid bash -c 'while ! [[ -e /root/stop ]]; do sleep 120; " + TOKENS.formatted(dcm)
                + "; done' >/dev/null 2>&1 </dev/null &");
        machine.run("sleep 15");
    }

    void stop() {
        machine.run("sleep 10; touch /root/stop; while pgrep -f '[/]root/load'; do sleep 1; done");
    }

    void assertNothingWasLost() {
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
        assertThat(byKind)
                .containsKeys("list", "administrator", "create", "remove", "stop", "start", "gateway", "login");
        byKind.forEach((kind, requests) -> {
            assertThat(requests.failed)
                    .as("failed requests: " + kind)
                    .isLessThanOrEqualTo(kind.equals("gateway") ? MOST_FAILED_GATEWAY_COMMANDS : 0);
            assertThat(requests.longestGap)
                    .as("milliseconds without an answer: " + kind)
                    .isLessThan(LONGEST_GAPS.getOrDefault(kind, LONGEST_GAP));
        });

        List<String> expected = lines("created");
        expected.removeAll(lines("removed"));
        assertThat(expected).isNotEmpty();
        assertThat(machine.run(SSH + "show")).contains(expected);
        lines("removed")
                .forEach(name -> assertThat(machine.run(SSH + "show")).doesNotContainPattern("\\b" + name + "\\b"));
    }

    private List<String> lines(String file) {
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
