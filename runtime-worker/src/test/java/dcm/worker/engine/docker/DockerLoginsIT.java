package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetOptions;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.worker.engine.NewContainer;
import dcm.worker.storage.ContainerLogins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins between containers of the base image, with its OpenSSH client and server. */
class DockerLoginsIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final String SSH = "ssh -o BatchMode=yes -o ConnectTimeout=10 ";

    private static final String HOST_KEY = "/etc/ssh/ssh_host_ed25519_key";

    @TempDir
    private Path root;

    private DockerInstallation installation;

    @BeforeEach
    void open() throws IOException {
        installation = new DockerInstallation(ContainerLogins.of(new HostName("n1"), root.resolve("logins")));
    }

    @AfterEach
    void close() throws IOException {
        installation.close();
    }

    @Test
    void ownersContainersLogInToOneAnotherAsRootAndAsTheUser() {
        ContainerId one = started(ANN, "node-1");
        started(ANN, "node-2");

        assertThat(run(one, "root", SSH + "node-2 'hostname; id -un'")).isEqualTo(new Result(0, "node-2\nroot"));
        assertThat(run(one, "ann", SSH + "node-2 'hostname; id -un'")).isEqualTo(new Result(0, "node-2\nann"));
        assertThat(run(one, "ann", SSH + "root@localhost hostname")).isEqualTo(new Result(0, "node-1"));
        assertThat(run(one, "root", "cat ~/.ssh/known_hosts 2>&1").output()).contains("No such file");
    }

    @Test
    void reusedNameIsTrustedThoughTheHomeKnowsAnEarlierHostKey() {
        ContainerId one = started(ANN, "node-1");
        ContainerId two = started(ANN, "node-2");
        for (String type : List.of("ed25519", "ecdsa")) {
            String known = run(two, "root", "cut -d ' ' -f 1-2 /etc/ssh/ssh_host_" + type + "_key.pub")
                    .output();
            run(one, "root", "mkdir -p ~/.ssh; echo node-2 " + known + " >>~/.ssh/known_hosts");
        }
        installation.engine().remove(two);
        started(ANN, "node-2");

        assertThat(run(one, "root", SSH + "node-2 hostname")).isEqualTo(new Result(0, "node-2"));
    }

    @Test
    void containerOfAnotherOwnerIsNotTrustedUnderTheSameName() {
        ContainerId one = started(ANN, "node-1");
        ContainerId others = started(BOB, "node-1");
        copy(others, HOST_KEY, one, "/root/key-2222");
        copy(others, HOST_KEY + "-cert.pub", one, "/root/key-2222-cert.pub");
        run(one, "root", "cp " + HOST_KEY + " ~/key-2223; cp " + HOST_KEY + "-cert.pub ~/key-2223-cert.pub");
        for (int port : List.of(2222, 2223)) {
            String key = "/root/key-" + port;
            run(
                    one,
                    "root",
                    "/usr/sbin/sshd -f none -p %d -o HostKey=%s -o HostCertificate=%s-cert.pub"
                            .formatted(port, key, key));
        }
        String command = SSH + "-o HostKeyAlias=node-1 -p %d localhost hostname";

        assertThat(run(one, "root", command.formatted(2222)).output()).contains("Host key verification failed");
        assertThat(run(one, "root", command.formatted(2223)).output()).contains("Permission denied (publickey");
    }

    @Test
    void loginKeyIsAcceptedOnlyFromTheOwnersNetwork() throws Exception {
        NewContainer one = created(ANN, "node-1");
        ContainerId others = started(BOB, "node-1");
        Path copied = one.keys().resolve("login-0");

        Result fromOutside = fromOutside(one, "IdentityFile=" + copied);
        copy(others, "/etc/dcm/keys/login-0", one.id(), "/root/others");
        Result withKeyOfAnother = run(one.id(), "root", SSH + "-F none -o StrictHostKeyChecking=no -i ~/others node-1");

        assertThat(fromOutside.output()).contains("Permission denied (publickey)");
        assertThat(withKeyOfAnother.output()).contains("Permission denied (publickey)");
    }

    @Test
    void suspendedAccountsContainersRefuseOneAnother() {
        ContainerId one = started(ANN, "node-1");
        started(ANN, "node-2");
        AccountSnapshot ann = AccountSnapshot.opened(ANN, Profile.of("ann", Role.USER), List.of(), null, Instant.EPOCH);

        installation.keys(root).apply(List.of(ann.suspend(null, Instant.EPOCH).forHost(new HostName("n1"))));
        assertThat(run(one, "root", SSH + "node-2 hostname").output()).contains("Permission denied (publickey)");

        installation.keys(root).apply(List.of(ann.forHost(new HostName("n1"))));
        assertThat(run(one, "root", SSH + "node-2 hostname")).isEqualTo(new Result(0, "node-2"));
    }

    @Test
    void clientsFromOutsideSeeTheContainersOwnHostKey() throws Exception {
        NewContainer one = created(ANN, "node-1");
        Path known = root.resolve("known");

        fromOutside(one, "UserKnownHostsFile=" + known);

        String key =
                run(one.id(), "root", "cut -d ' ' -f 1-2 " + HOST_KEY + ".pub").output();
        assertThat(Files.readString(known)).endsWith(" " + key + "\n");
    }

    @Test
    void containerWithoutLoginKeysStarts() throws IOException {
        try (DockerInstallation without = new DockerInstallation()) {
            NewContainer made = without.created(root);
            without.engine().start(made.id());

            await("the SSH server")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> without.engine().lastOutput(made.id()).contains("Server listening"));
            assertThat(without.engine().lastOutput(made.id())).doesNotContain("rror");
        }
    }

    private ContainerId started(OwnerName owner, String name) {
        return created(owner, name).id();
    }

    private NewContainer created(OwnerName owner, String name) {
        NewContainer made = installation.created(root, owner, name, PresetOptions.NONE);
        installation.engine().start(made.id());
        await("the SSH server")
                .atMost(Duration.ofSeconds(20))
                .until(() -> installation.engine().lastOutput(made.id()).contains("Server listening"));
        return made;
    }

    private void copy(ContainerId from, String source, ContainerId to, String target) {
        String content = run(from, "root", "base64 -w 0 " + source).output();
        run(to, "root", "umask 077; echo " + content + " | base64 -d >" + target);
    }

    private record Result(int code, String output) {}

    private Result run(ContainerId container, String user, String command) {
        return execute(List.of(
                "docker",
                "-H",
                DockerInstallation.DOCKER_HOST,
                "exec",
                "-u",
                user,
                installation.nameOf(container),
                "bash",
                "-lc",
                command));
    }

    /** Tries to log in through the published port, as a client that does not know the container. */
    private static Result fromOutside(NewContainer container, String option) {
        return execute(List.of(
                "ssh",
                "-F",
                "none",
                "-o",
                option,
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "HashKnownHosts=no",
                "-p",
                container.ssh().port().toString(),
                "root@" + container.ssh().address(),
                "hostname"));
    }

    private static Result execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
