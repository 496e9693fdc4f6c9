package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** systemd runs the parts of an installation from the Debian package, with the machine, and restarts those that fail or hang. */
@Tag("install")
class SystemdJourneyIT {
    private static final String PACKAGE = NewMachine.RELEASE + "/dcm_*.deb";
    private static final String SSH = "ssh -F none -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR ";
    private static final String CAROL = SSH + "-p 2222 carol@127.0.0.1 ";
    private static final Duration RESTART = Duration.ofSeconds(60);

    /** The watchdog's 60 s, and a start. */
    private static final Duration HANG = Duration.ofSeconds(120);

    /** The aim is 20 s, and 23 to 35 were measured: docs/benchmarks.md. */
    private static final Duration LONGEST_START = Duration.ofSeconds(45);

    private static final Duration BOOT = Duration.ofSeconds(180);

    private static final Map<String, String> USERS = new TreeMap<>(Map.of(
            "postgres", "dcm-postgres",
            "kafka", "dcm-kafka",
            "keycloak", "dcm-keycloak",
            "command-service", "dcm-command-service",
            "projection-service", "dcm-projection-service",
            "user-service", "dcm-user-service",
            "runtime-worker", "root",
            "api-gateway", "dcm-api-gateway",
            "ssh-gateway", "dcm-ssh-gateway"));

    @Test
    void systemdRunsAndRestartsTheParts() {
        try (NewMachine machine = NewMachine.booted()) {
            machine.run("apt-get update -qq && apt-get install -y -qq --no-install-recommends restic curl " + PACKAGE);
            machine.run("dcm up");
            machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/key");
            machine.run("dcm user add alice --key /root/key.pub");
            machine.run(SSH + "-p 2222 alice@127.0.0.1 create debian-ssh --name web");
            assertLogin(machine);
            assertEachPartHasItsUser(machine);
            assertSecretsAreOfRoot(machine);

            String broker = pid(machine, "kafka");
            machine.run("kill -9 " + broker);
            awaitHealthy(machine, RESTART);
            assertThat(pid(machine, "kafka")).isNotEqualTo(broker);
            assertThat(machine.run("dcm status")).contains("ATTENTION kafka: restarted once");

            String service = pid(machine, "user-service");
            String database = pid(machine, "postgres");
            machine.run("kill -STOP " + service + " " + database);
            Eventually.that(
                    "both are restarted",
                    HANG,
                    () -> !pid(machine, "user-service").equals(service)
                            && !pid(machine, "postgres").equals(database));
            awaitHealthy(machine, RESTART);
            assertThat(machine.run("dcm status")).contains("it did not answer for 60 s");
            assertThat(machine.run("dcm logs user-service")).contains("watchdog");
            assertThat(machine.run("dcm logs postgres")).contains("watchdog");
            machine.run("dcm rebuild admission");

            machine.run("dcm restart user-service && dcm config check");
            assertThat(machine.run("! DCM_SSH_PORTS=32000-32999 dcm up 2>&1"))
                    .contains("only while DCM is stopped: DCM_SSH_PORTS", "dcm down");
            assertThat(machine.run("dcm doctor || true"))
                    .contains("All 9 parts are healthy.", "The clock of this machine")
                    .doesNotContain("could not be checked");
            USERS.forEach((part, user) -> assertExposure(machine, part, user.equals("root") ? 90 : 20));
            backUp(machine);

            machine.run("systemctl stop dcm.target");
            Eventually.that(
                    "no part is left",
                    RESTART,
                    () -> !machine.succeeds("pgrep -f '[/]usr/lib/dcm/servers/' || pgrep -f '[/]var/lib/dcm/app/'"));
            long began = System.nanoTime();
            machine.run("systemctl start dcm.target");
            awaitHealthy(machine, BOOT);
            Duration start = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf("start by systemd: %.1f s%n", start.toMillis() / 1e3);
            assertThat(start).isLessThan(LONGEST_START);
            assertLogin(machine);

            String settings = machine.run("cat /etc/dcm/installation.properties");
            machine.run("apt-get install -y -qq --reinstall --no-install-recommends " + PACKAGE);
            awaitHealthy(machine, RESTART);
            assertThat(machine.run("cat /etc/dcm/installation.properties")).isEqualTo(settings);

            // As an upgrade leaves it that a power cut interrupts; nothing listens there.
            machine.run("mkdir -p /var/lib/dcm/run/routes && echo projection-service=http://127.0.0.1:1"
                    + " >/var/lib/dcm/run/routes/routes.properties");
            editGatewayPort(machine, 2223);
            assertThat(machine.run("dcm status")).contains("ATTENTION settings", "DCM_GATEWAY_PORT");
            assertThat(machine.run("! dcm up 2>&1")).contains("only while DCM is stopped: DCM_GATEWAY_PORT");
            machine.restart();
            awaitHealthy(machine, BOOT);
            assertLogin(machine);
            assertThat(machine.run(SSH + "-p 2223 alice@127.0.0.1 show")).contains("web");
            assertThat(machine.run("dcm status")).doesNotContain("ATTENTION settings");
            assertThat(machine.run("dcm up")).contains("already up");

            editGatewayPort(machine, 2222);
            machine.run("systemctl restart dcm.target");
            awaitHealthy(machine, RESTART);
            assertThat(machine.run(SSH + "-p 2222 alice@127.0.0.1 show")).contains("web");

            machine.run("dcm down");
            assertThat(machine.succeeds("systemctl is-active --quiet dcm.target"))
                    .isFalse();
            openToOthers(machine);
            assertLogin(machine);
            try (NewMachine laptop = connectedLaptop(machine);
                    NewMachine host = joinedHost(machine)) {
                destroyAndRestore(machine);
                assertThat(laptop.run("dcm show")).contains("own").doesNotContain("web");
                Eventually.that(
                        "login from the laptop",
                        RESTART,
                        () -> laptop.succeeds("dcm ssh own --jump -- cat note | grep -qx 'from the laptop'"));
                // As docs/backup.md says: a new container with the former id has a new host key.
                laptop.run("ssh -o BatchMode=yes own hostname 2>&1 | grep -q 'IDENTIFICATION HAS CHANGED'");
                laptop.run("ssh-keygen -R $(dcm ssh-config own | awk '/HostKeyAlias/ {print $2}')");
                addHostKeys(laptop);
                assertThat(laptop.run("ssh -o BatchMode=yes own hostname")).isEqualTo("own");
                useTheHostAgain(machine, host);
                leave(host);
            }
            machine.run("apt-get purge -y -qq dcm");
            assertThat(machine.run("ls /etc/systemd/system")).doesNotContain("dcm.target", "dcm-kafka.service");
            assertThat(machine.succeeds("test -d /var/lib/dcm/data/kafka")).isTrue();
        }
    }

    /** As an administrator does it with an editor. */
    private static void editGatewayPort(NewMachine machine, int port) {
        machine.run("sed -i 's/^DCM_GATEWAY_PORT=.*/DCM_GATEWAY_PORT=" + port + "/' /etc/dcm/installation.properties");
    }

    /** With TLS on port 443, for which the API gateway's user needs a capability, and with a second instance of a service. */
    private static void openToOthers(NewMachine machine) {
        machine.run("echo 127.0.0.1 dcm.test >>/etc/hosts");
        machine.run("dcm config set DCM_PUBLIC_URL=https://dcm.test DCM_TLS=own-ca DCM_INSTANCES=user-service:2"
                + " DCM_GATEWAY_ADDRESS=0.0.0.0 DCM_CLUSTER_ADDRESS=" + machine.address());
        machine.run("dcm up");
        assertThat(machine.run("curl -sS -I --cacert /var/lib/dcm/tls/ca.crt https://dcm.test/console/"))
                .containsIgnoringCase("strict-transport-security");
        assertThat(machine.run("curl -sS -I http://dcm.test/console/"))
                .containsIgnoringCase("location: https://dcm.test/console/");
        assertThat(machine.run("stat -c %U /proc/" + pid(machine, "user-service-2")))
                .isEqualTo("dcm-user-service");
        // Because of the cluster address, user-service writes files of root.
        assertExposure(machine, "user-service-2", 21);
        assertExposure(machine, "api-gateway", 20);
    }

    /** Of a second person, with the oldest Java that the client supports. It knows the server's authority from a file. */
    private static NewMachine connectedLaptop(NewMachine server) {
        server.run("dcm user add bob --keep-password");
        NewMachine laptop = NewMachine.plain();
        try {
            laptop.run(
                    "apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-21-jre-headless curl"
                            + " openssh-client");
            laptop.run("echo " + server.address() + " dcm.test >>/etc/hosts");
            laptop.write("/root/ca.crt", server.run("cat /var/lib/dcm/tls/ca.crt"));
            laptop.write("/root/sign-in", read("laptop/sign-in"));
            laptop.run("curl -sS --cacert /root/ca.crt -fo /usr/local/bin/dcm https://dcm.test/client/dcm"
                    + " && chmod 755 /usr/local/bin/dcm");

            laptop.run("dcm login https://dcm.test --ca /root/ca.crt >/root/signed-in 2>/root/login </dev/null &");
            Eventually.that("dcm prints the page", () -> laptop.succeeds("grep -q ^https /root/login"));
            laptop.run("bash /root/sign-in $(grep -m 1 ^https /root/login) /root/ca.crt bob "
                    + server.run("cat /var/lib/dcm/secrets/sign-in-bob"));
            Eventually.that("bob is signed in", () -> laptop.succeeds("grep -q 'as bob' /root/signed-in"));

            laptop.run("ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519");
            laptop.run("dcm keys add /root/.ssh/id_ed25519.pub");
            laptop.run("dcm create debian-ssh --name own");
            assertThat(laptop.run("dcm show")).contains("own", "running").doesNotContain("web");
            assertThat(laptop.run("dcm ssh own --jump -- hostname")).isEqualTo("own");
            laptop.run("dcm ssh own --jump -- 'echo from the laptop >note'");
            addHostKeys(laptop);
            laptop.run("dcm ssh-config >>/root/.ssh/config");
            assertThat(laptop.run("ssh -o BatchMode=yes own hostname")).isEqualTo("own");
            return laptop;
        } catch (RuntimeException | Error e) {
            laptop.close();
            throw e;
        }
    }

    /** Also through the SSH gateway, because containers have addresses of the server alone. */
    private static void addHostKeys(NewMachine laptop) {
        laptop.run("dcm ssh-config --known-hosts >>/root/.ssh/known_hosts");
    }

    /** With homes from elsewhere, as from a disk of their own. The authority and the sign-ins are the former ones. */
    private static void destroyAndRestore(NewMachine machine) {
        machine.run("dcm backup /root/backups --password-file /root/password");
        machine.run("dcm down && cp -a /var/lib/dcm/data/storage /root/homes");
        machine.run("echo dcm dcm/purge-data boolean true | debconf-set-selections && apt-get purge -y -qq dcm");
        assertThat(machine.succeeds("test -e /var/lib/dcm -o -e /etc/dcm")).isFalse();
        machine.run("systemctl stop docker.socket docker && rm -rf /var/lib/docker/* && systemctl start docker");

        machine.run("apt-get install -y -qq --no-install-recommends " + PACKAGE);
        machine.run("dcm restore /root/backups --password-file /root/password");
        machine.run("mkdir -p /var/lib/dcm/data/storage && cp -a /root/homes/. /var/lib/dcm/data/storage");
        machine.run("dcm up");
        machine.run("dcm host recreate n1");
        awaitHealthy(machine, RESTART);
    }

    /** Its worker is a unit, too. */
    private static NewMachine joinedHost(NewMachine server) {
        server.run("dcm user add carol --key /root/key.pub");
        NewMachine host = NewMachine.booted();
        try {
            host.run("apt-get update -qq && apt-get install -y -qq --no-install-recommends " + PACKAGE);
            host.write("/root/token", server.run("dcm host invite n2"));
            host.run("grep -o 'dcm-join[^ ]*' /root/token | dcm host join");
            Eventually.that(
                    "the new host offers its image",
                    RESTART,
                    () -> server.succeeds(CAROL + "create debian-ssh --name far --host n2"));

            String worker = pid(host, "runtime-worker");
            host.run("kill -9 " + worker);
            awaitHealthy(host, RESTART);
            assertThat(pid(host, "runtime-worker")).isNotEqualTo(worker);
            assertThat(host.run("dcm status")).contains("ATTENTION runtime-worker: restarted once");
            Eventually.that(
                    "systemd knows that the worker answers",
                    RESTART,
                    () -> host.succeeds("systemctl is-active --quiet dcm-runtime-worker"));
            assertThat(host.run("systemctl show -p NoNewPrivileges --value dcm-runtime-worker"))
                    .contains("yes");

            String hanging = pid(host, "runtime-worker");
            host.run("kill -STOP " + hanging);
            Eventually.that(
                    "the hanging worker is restarted",
                    HANG,
                    () -> !pid(host, "runtime-worker").equals(hanging));
            awaitHealthy(host, RESTART);
            assertThat(host.run("dcm logs runtime-worker"))
                    .contains("watchdog", "runtime-worker")
                    .doesNotContainIgnoringCase("handshake");

            host.restart();
            awaitHealthy(host, BOOT);
            Eventually.that(
                    "the container of the host is stopped",
                    RESTART,
                    () -> server.succeeds(CAROL + "stop far && " + CAROL + "show far | grep -q stopped"));
            return host;
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
    }

    /** As docs/backup.md describes it for other hosts. */
    private static void useTheHostAgain(NewMachine server, NewMachine host) {
        assertThat(server.run("dcm host ls")).containsPattern("n2 .*cordoned");
        host.run(
                "dcm down && rm -rf /var/lib/dcm/data/worker/finished /var/lib/dcm/data/worker/orders.position && dcm up");
        server.run("dcm host uncordon n2");
        Eventually.that(
                "the container of the host is started",
                RESTART,
                () -> server.succeeds(CAROL + "start far && " + CAROL + "show far | grep -q running"));
    }

    private static void leave(NewMachine host) {
        host.run("dcm down --all");
        assertThat(host.run("ls /etc/systemd/system")).doesNotContain("dcm.target", "dcm-runtime-worker.service");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEachPartHasItsUser(NewMachine machine) {
        Map<String, String> users = USERS.keySet().stream()
                .collect(Collectors.toMap(
                        part -> part,
                        part -> machine.run("systemctl is-active --quiet dcm-" + part + " && stat -c %U /proc/"
                                + pid(machine, part)),
                        (one, _) -> one,
                        TreeMap::new));
        assertThat(users).isEqualTo(USERS);
    }

    private static void assertSecretsAreOfRoot(NewMachine machine) {
        assertThat(machine.run("find /var/lib/dcm/secrets /var/lib/dcm/units ! -user root -o ! -type d -perm /077"
                        + " ! -name '*.pub'"))
                .isEmpty();
        assertThat(machine.succeeds("setpriv --reuid=dcm-kafka --clear-groups ls /var/lib/dcm/secrets"))
                .isFalse();
    }

    /** By systemd's rating of the rights that a unit has, in tenths. */
    private static void assertExposure(NewMachine machine, String part, int most) {
        machine.run("systemd-analyze security --threshold=" + most + " dcm-" + part + ".service >/dev/null");
    }

    /** The broker is paused meanwhile. */
    private static void backUp(NewMachine machine) {
        String broker = pid(machine, "kafka");
        machine.run("echo a long password > /root/password");
        machine.run("dcm backup /root/backups --password-file /root/password");
        assertThat(machine.run("restic -r /root/backups --password-file /root/password ls latest"))
                .contains("/installation.properties");
        assertThat(pid(machine, "kafka")).isEqualTo(broker);
    }

    private static String pid(NewMachine machine, String part) {
        return machine.run("systemctl show -p MainPID --value dcm-" + part);
    }

    private static void awaitHealthy(NewMachine machine, Duration timeout) {
        Eventually.that("all parts are healthy", timeout, () -> machine.succeeds("dcm status"));
    }

    private static void assertLogin(NewMachine machine) {
        Eventually.that(
                "login to web",
                RESTART,
                () -> machine.succeeds(SSH + "-p 31000 root@198.18.0.1 hostname | grep -qx web"));
    }
}
