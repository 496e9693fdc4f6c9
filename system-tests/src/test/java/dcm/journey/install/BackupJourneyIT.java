package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installation from an archive is backed up while it is used, its machine is destroyed, and it is restored on an empty machine with the Debian
 * package and systemd.
 */
@Tag("install")
class BackupJourneyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DCM = "/opt/dcm/dcm ";
    private static final String HOME = "/opt/dcm/.dcm";
    private static final String PACKAGES =
            "apt-get update -qq && apt-get install -y -qq --no-install-recommends jq openssh-client ";
    private static final String BACKUPS = NewMachine.SHARED + "/backups";
    private static final String PASSWORD = " --password-file " + NewMachine.SHARED + "/password";
    private static final String SSH = "ssh -F none -i " + NewMachine.SHARED + "/key -o BatchMode=yes"
            + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR ";
    private static final String GATEWAY = SSH + "-p 2222 alice@127.0.0.1 ";

    private static final String RESTORED = "/var/lib/dcm";

    /** Ends as in a power cut, after the first file has been written. The brackets keep the shell itself from being killed. */
    private static final String INTERRUPTED_RESTORATION = "(setsid dcm restore " + BACKUPS + PASSWORD
            + " >/root/interrupted 2>&1 &)"
            + "; timeout 120 bash -c 'until find " + RESTORED
            + "/restoration -type f 2>/dev/null | grep -q .; do sleep 0.05; done'"
            + "; pkill -9 -f '[d]cm.stack.Launcher'; pkill -9 restic; test ! -e " + RESTORED + "/data/kafka";

    @TempDir
    Path shared;

    @Test
    void installationContinuesOnAnotherMachineAfterItsMachineWasDestroyed() throws IOException {
        Files.writeString(shared.resolve("password"), "a long password\n");
        String account;
        String token;
        String hostKeys;
        String containers;
        String permissions;
        List<String> audit;
        try (NewMachine machine = NewMachine.plainWith(shared)) {
            install(machine);
            machine.run("DCM_IMAGE_REGISTRY=true " + DCM + "up");
            useIt(machine);

            JsonNode first = backUpWhileItIsUsed(machine);
            machine.run(GATEWAY + "create debian-ssh --name late");
            audit = audit(machine, DCM);
            JsonNode second = json(machine.run(DCM + "backup " + BACKUPS + PASSWORD + " --homes --json 2>/dev/null"));

            assertThat(second.path("addedBytes").asLong())
                    .as("%s after %s", second, first)
                    .isLessThan(first.path("addedBytes").asLong() / 4);
            assertThat(machine.run(DCM + "backup ls " + BACKUPS + PASSWORD).lines())
                    .hasSize(3);
            assertThat(machine.run(DCM + "backup check " + BACKUPS + PASSWORD)).contains("complete and readable");
            assertThat(machine.run(DCM + "doctor || true")).contains("The last backup in " + BACKUPS);
            assertThat(machine.run("ls -A " + HOME + "/backup")).doesNotContain("draft");
            account = account(machine, DCM);
            token = machine.run("cat " + HOME + "/secrets/sign-in-alice");
            hostKeys = gatewayKeys(machine);
            containers = containers(machine, DCM);
            permissions = permissions(machine, DCM);
        }

        try (NewMachine machine = NewMachine.bootedWith(shared)) {
            machine.run(PACKAGES + "restic " + NewMachine.RELEASE + "/dcm_*.deb");
            machine.run("echo wrong > /root/wrong");
            assertThat(machine.run("! dcm restore " + BACKUPS + " --password-file /root/wrong 2>&1"))
                    .contains("The password is not the one of the backups");
            machine.run(INTERRUPTED_RESTORATION);
            String restored = machine.run("dcm restore " + BACKUPS + PASSWORD);
            assertThat(restored).contains("DCM is restored from the backup", "dcm up", "dcm host recreate n1");
            assertThat(machine.run("! dcm restore " + BACKUPS + PASSWORD + " 2>&1"))
                    .contains("contains an installation of DCM");
            assertThat(machine.run("ls /etc/dcm")).contains("installation.properties");

            machine.run("dcm up");

            assertThat(account(machine, "dcm ")).isEqualTo(account);
            assertThat(machine.run("cat " + RESTORED + "/secrets/sign-in-alice"))
                    .isEqualTo(token);
            assertThat(machine.run("dcm token alice"))
                    .as("sign-in with the old password")
                    .contains(".");
            assertThat(gatewayKeys(machine)).isEqualTo(hostKeys);
            assertThat(machine.run("stat -c %U /proc/$(systemctl show -p MainPID --value dcm-image-registry)"))
                    .isEqualTo("dcm-image-registry");
            assertThat(permissions(machine, "dcm ")).isEqualTo(permissions);
            assertThat(audit(machine, "dcm ")).containsSubsequence(audit);
            assertThat(machine.run(GATEWAY + "images")).contains("mine");
            assertThat(containers(machine, "dcm ")).isEqualTo(containers);
            assertThat(machine.run(GATEWAY + "show")).contains("lost");

            machine.run("dcm host recreate n1");

            awaitLogin(machine, "web", "cat note", "from the first machine");
            awaitLogin(machine, "own", "cat /opt/tool note", "committed\nfrom the first machine");
            awaitLogin(machine, "late", "hostname", "late");
            machine.run("dcm verify");
            assertThat(machine.run("dcm status")).doesNotContain("ATTENTION");
        }
    }

    private static void install(NewMachine machine) {
        machine.run("mkdir /opt/dcm && tar -xzf " + NewMachine.RELEASE + "/dcm-*-linux-*.tar.gz -C /opt/dcm"
                + " --strip-components=1");
        machine.run(PACKAGES);
    }

    private static void useIt(NewMachine machine) {
        machine.run("ssh-keygen -q -t ed25519 -N '' -f " + NewMachine.SHARED + "/key");
        machine.run(DCM + "user add alice --keep-password --key " + NewMachine.SHARED + "/key.pub");
        assertThat(machine.run(DCM + "token alice")).isNotEmpty();
        machine.run(DCM + "user quota alice --containers 7");
        machine.run(DCM + "preset set big --options '{\"memoryMiB\": 512}'");
        machine.run(DCM + "grant add alice big --until 2099-12-31 --note thesis");
        machine.run(DCM + "group set students --description 'Operating systems' --running 5");
        machine.run(DCM + "grant add --group students big");
        machine.run(DCM + "user set alice --group students");
        machine.run(GATEWAY + "create debian-ssh --name web");
        awaitLogin(
                machine,
                "web",
                "echo from the first machine > note; echo committed > /opt/tool; cat note",
                "from the first machine");
        machine.run(GATEWAY + "commit web mine");
        machine.run(GATEWAY + "create mine --name own");
    }

    /** No request fails meanwhile, and no part is restarted. */
    private static JsonNode backUpWhileItIsUsed(NewMachine machine) {
        machine.run("(while [ ! -e /root/stop ]; do " + GATEWAY + "stop own && " + GATEWAY
                + "start own || touch /root/failed; done) > /root/requests 2>&1 &");
        JsonNode backup = json(machine.run(DCM + "backup " + BACKUPS + PASSWORD + " --homes --json 2>/root/progress"));
        machine.run("touch /root/stop");

        assertThat(machine.run("cat /root/progress")).contains("Keep the password in another place");
        assertThat(machine.succeeds("test -e /root/failed"))
                .as(machine.run("cat /root/requests"))
                .isFalse();
        assertThat(backup.path("pausedMillis").asLong()).isBetween(1L, 5000L);
        assertThat(backup.path("notices")).isEmpty();
        assertThat(machine.run(DCM + "status")).doesNotContain("ATTENTION", "restarted");
        Eventually.that(
                "own is running",
                () -> machine.run(GATEWAY + "show own --json | jq -r .state").equals("running"));
        return backup;
    }

    private static String account(NewMachine machine, String dcm) {
        return machine.run(dcm + "user show alice --json | jq -S '{name, displayName, role, signInIssuer,"
                + " signInSubject, keys: [.keys[].fingerprint]}'; " + dcm
                + "user quota alice --json | jq .containers.limit");
    }

    private static String permissions(NewMachine machine, String dcm) {
        String permissions = machine.run(
                dcm + "preset ls; " + dcm + "grant ls alice; " + dcm + "group ls; " + dcm + "group show students");
        assertThat(permissions).contains("big", "thesis", "Operating systems", "alice");
        return permissions;
    }

    /** The audit log's entries about alice, the newest first. */
    private static List<String> audit(NewMachine machine, String dcm) {
        List<String> entries = machine.run(dcm + "audit --account alice --limit 500 --json | jq -c .items[]")
                .lines()
                .toList();
        assertThat(entries).anyMatch(entry -> entry.contains("grant"));
        return entries;
    }

    /** Names, ids and images of alice's containers, from the views. */
    private static String containers(NewMachine machine, String dcm) {
        return machine.run(dcm + "containers --json | jq -S 'map({id, name, image})'");
    }

    private static String gatewayKeys(NewMachine machine) {
        return machine.run("ssh-keyscan -p 2222 127.0.0.1 2>/dev/null | sort");
    }

    private static void awaitLogin(NewMachine machine, String container, String command, String output) {
        Eventually.that(
                "login to " + container,
                Duration.ofSeconds(90),
                () -> machine.run(SSH + "-o ProxyCommand='" + SSH + "-p 2222 -W %h:%p alice@127.0.0.1' root@"
                                + container + " '" + command + "'")
                        .equals(output));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
