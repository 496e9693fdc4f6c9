package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContract;
import dcm.worker.engine.HostKey;
import dcm.worker.engine.NewContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineIT extends EngineContract {
    private DockerInstallation installation;

    @TempDir
    private Path root;

    @Override
    protected Engine engine() {
        installation = new DockerInstallation();
        return installation.engine();
    }

    @Override
    protected NewContainer container(ContainerId id, ContainerSpec spec, SshEndpoint ssh) {
        return installation.container(root, id, ANN, spec, ssh);
    }

    @Override
    protected void stopExternally(ContainerId id) {
        installation
                .docker()
                .stopContainerCmd(installation.nameOf(id))
                .withTimeout(10)
                .exec();
    }

    @AfterEach
    void close() throws IOException {
        installation.close();
    }

    @Test
    void hostKeyEqualsTheKeyThatSshKeygenPrintsInTheContainer() throws Exception {
        NewContainer made = running();

        String output = inside(made, "ssh-keygen", "-lf", "/etc/ssh/ssh_host_ed25519_key.pub");

        HostKey hostKey = installation.engine().hostKey(made.id()).orElseThrow();
        assertThat(output).contains(" " + hostKey.fingerprint() + " " + hostKey.comment() + " ");
    }

    @Test
    void hugeHostKeyFileIsIgnoredWithoutDelay() throws Exception {
        NewContainer made = running();
        inside(made, "truncate", "--size", "64G", "/etc/ssh/ssh_host_ed25519_key.pub");

        Instant began = Instant.now();
        Optional<HostKey> hostKey = installation.engine().hostKey(made.id());

        assertThat(hostKey).isEmpty();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void directoryAtTheHostKeyPathIsIgnoredWithoutDelay() throws Exception {
        NewContainer made = running();
        String place = "/etc/ssh/ssh_host_ed25519_key.pub";
        inside(made, "sh", "-c", "rm %1$s; mkdir %1$s; truncate --size 64G %1$s/big".formatted(place));

        Instant began = Instant.now();
        Optional<HostKey> hostKey = installation.engine().hostKey(made.id());

        assertThat(hostKey).isEmpty();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void containerWithACrashingFirstProcessIsReportedAsRestarting() {
        NewContainer made = running();
        installation
                .docker()
                .execStartCmd(installation
                        .docker()
                        .execCreateCmd(installation.nameOf(made.id()))
                        .withCmd("sh", "-c", "printf '#!/bin/sh\\nexit 3\\n' >/usr/lib/dcm/start; kill 1")
                        .exec()
                        .getId())
                .exec(new ResultCallback.Adapter<Frame>());

        await("the engine to wait before it starts it again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> find(made).restarting());
    }

    @Test
    void longArgumentsOfProcessesAreTruncated() throws Exception {
        NewContainer made = running();
        inside(
                made,
                "bash",
                "-c",
                "long=$(head -c 120000 /dev/zero | tr '\\0' x);"
                        + " for n in {1..30}; do (exec -a $long sleep 60 >/dev/null) & done");

        await("all processes")
                .untilAsserted(() -> assertThat(installation.engine().processes(made.id()))
                        .filteredOn(process -> process.command().startsWith("xxx"))
                        .hasSize(30)
                        .allSatisfy(process -> assertThat(process.command()).hasSizeLessThan(512)));
    }

    private String inside(NewContainer container, String... command) throws InterruptedException {
        StringBuilder output = new StringBuilder();
        String exec = installation
                .docker()
                .execCreateCmd(installation.nameOf(container.id()))
                .withCmd(command)
                .withAttachStdout(true)
                .exec()
                .getId();
        installation
                .docker()
                .execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })
                .awaitCompletion();
        return output.toString();
    }
}
