package dcm.journey.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Attacks from inside a container on what the kernel has once for all containers. During each attack another user logs in to
 * their container within a second.
 */
@Tag("isolation")
class IsolationJourneyIT {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(1);
    private static final int TERMINALS_PER_CONTAINER = 1024;
    private static final int CONNECTIONS_PER_OWNER = 8192;

    /** Tracked connections of other programs of the machine that may come during the test. */
    private static final int OTHER_CONNECTIONS = 1000;

    private static final String DEVICE = "dcm-flood";
    private static final Map<String, Integer> LARGE = Map.of("memoryMiB", 1024);

    private static TestUser bob;
    private static JsonNode neighbour;

    private final RunningStack stack = RunningStack.get();

    @BeforeAll
    static void neighbourLogsIn() {
        bob = TestUser.joins("bob");
        neighbour = bob.creates("neighbour", Map.of("cpus", 1));
        assertNeighbourLogsIn();
    }

    @AfterAll
    static void removeDevice() {
        ShellRunner.attempt(List.of("ip", "link", "delete", DEVICE));
    }

    @Test
    void oneContainerCannotExhaustPseudoTerminals() throws Exception {
        Process attack = attack("""
                $| = 1; my @all;
                while (open my $terminal, "+<", "/dev/ptmx") { push @all, $terminal }
                print scalar(@all), "\\n"; sleep 120;
                """);
        try {
            int taken = Integer.parseInt(firstLine(attack));

            assertNeighbourLogsIn();
            assertThat(taken).isLessThanOrEqualTo(TERMINALS_PER_CONTAINER);
        } finally {
            end(attack);
        }
    }

    @Test
    void oneContainerCannotExhaustInotifyInstances() throws Exception {
        Process attack = attack("""
                $| = 1; my $call = `uname -m` =~ /x86_64/ ? 294 : 26; my $taken = 0; my @children;
                for (1 .. 12) {
                    pipe(my $in, my $out); my $child = fork();
                    if (!$child) {
                        my $count = 0; $count++ while $count < 4000 && syscall($call, 0) >= 0;
                        syswrite $out, "$count\\n"; sleep 120; exit;
                    }
                    close $out; $taken += <$in>;
                }
                print "$taken\\n"; sleep 120;
                """);
        try {
            assertThat(Integer.parseInt(firstLine(attack))).isGreaterThan(1000);

            assertNeighbourLogsIn();
            assertThat(bob.ssh(
                            neighbour,
                            "root",
                            "perl -e 'print syscall(`uname -m` =~ /x86_64/ ? 294 : 26, 0) >= 0 ? \"one\" : \"none\"'"))
                    .isEqualTo("one");
            assertThatCode(() -> FileSystems.getDefault().newWatchService().close())
                    .as("the host's root gets one")
                    .doesNotThrowAnyException();
        } finally {
            end(attack);
        }
    }

    @Test
    void oneOwnerCannotExhaustConnections() throws Exception {
        // Packets to this network go to a bridge without ports, which drops them.
        ShellRunner.attempt(List.of("ip", "link", "add", DEVICE, "type", "bridge"));
        ShellRunner.attempt(List.of("ip", "address", "add", "198.51.100.1/24", "dev", DEVICE));
        ShellRunner.run("ip", "link", "set", DEVICE, "up");
        for (String host : List.of("198.51.100.2", "198.51.100.3")) {
            ShellRunner.run("ip", "neighbour", "replace", host, "lladdr", "02:00:00:00:00:01", "dev", DEVICE);
        }
        long before = trackedConnections();

        Process attack = attack("""
                use Socket; $| = 1; socket(my $socket, PF_INET, SOCK_DGRAM, 0);
                for my $host (2, 3) {
                    for my $port (10001 .. 20000) {
                        send $socket, "x", 0, sockaddr_in($port, inet_aton("198.51.100.$host"));
                    }
                }
                print "sent\\n"; sleep 120;
                """);
        try {
            assertThat(firstLine(attack)).isEqualTo("sent");
            long added = trackedConnections() - before;

            assertNeighbourLogsIn();
            assertThat(added).isBetween(1000L, (long) CONNECTIONS_PER_OWNER + OTHER_CONNECTIONS);
        } finally {
            end(attack);
        }
    }

    @Test
    void containerCannotUseKernelAsynchronousIo() throws Exception {
        String before = asynchronousContexts();

        Process attack = attack("""
                $| = 1; my $call = `uname -m` =~ /x86_64/ ? 206 : 0; my $context = pack("Q", 0);
                print syscall($call, 60000, $context) >= 0 ? "taken" : "error " . ($! + 0), "\n"; sleep 120;
                """);
        try {
            assertThat(firstLine(attack))
                    .as("38 is ENOSYS, on which programs do without")
                    .isEqualTo("error 38");
            assertThat(asynchronousContexts()).isEqualTo(before);
        } finally {
            end(attack);
        }
    }

    private static String asynchronousContexts() {
        return ShellRunner.run("cat", "/proc/sys/fs/aio-nr");
    }

    @Test
    void hugeHostKeyFileDelaysNoOtherContainer() throws Exception {
        TestUser mallory = TestUser.joins("mallory");
        JsonNode hostile = mallory.creates("hostile");
        mallory.ssh(hostile, "root", "truncate --size 1T /etc/ssh/ssh_host_ed25519_key.pub");
        mallory.doneTo("stop", "hostile");

        CompletableFuture<JsonNode> start = CompletableFuture.supplyAsync(() -> mallory.doneTo("start", "hostile"));

        assertNeighbourLogsIn();
        assertThat(start.get().path("state").asText()).isEqualTo("running");
    }

    private Process attack(String program) {
        TestUser mallory = TestUser.joins("mallory");
        JsonNode web = mallory.creates("attack", LARGE);
        return mallory.opensSsh(web, "root", "perl -e '" + program + "'");
    }

    /** The second shortest of five logins, since other programs use the machine, too. */
    private static void assertNeighbourLogsIn() {
        long[] millis = LongStream.generate(IsolationJourneyIT::loginMillis)
                .limit(5)
                .sorted()
                .toArray();

        assertThat(millis[1])
                .as("a login takes %s ms", List.of(millis[0], millis[4]))
                .isLessThanOrEqualTo(LOGIN_LIMIT.toMillis());
    }

    private static long loginMillis() {
        long begin = System.nanoTime();
        ShellRunner.Result login = bob.logsIn(neighbour, "root", "tty");
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertThat(login.output()).startsWith("/dev/pts/");
        return millis;
    }

    private static long trackedConnections() throws IOException {
        return Long.parseLong(ShellRunner.run("cat", "/proc/sys/net/netfilter/nf_conntrack_count"));
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        assertThat(line)
                .as(() -> "the attack ended: " + process.errorReader().lines().toList())
                .isNotNull();
        return line;
    }

    /** The container keeps what is open until its process ends. */
    private void end(Process attack) {
        attack.destroy();
        TestUser.removeAllResourcesExceptOf(bob);
        Eventually.that(
                "the attack's container is gone",
                () -> stack.docker("ps", "-q").lines().count() <= 1);
    }
}
