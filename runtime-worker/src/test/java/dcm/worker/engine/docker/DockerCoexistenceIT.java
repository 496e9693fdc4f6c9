package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/** Checks that objects of others on the same engine and ports are not treated as DCM's. */
class DockerCoexistenceIT {
    private static final ExposedPort SSH = ExposedPort.tcp(22);

    private final DockerInstallation ours = new DockerInstallation();

    @TempDir
    private Path root;

    private NewContainer made;
    private EngineContainer asMade;

    @BeforeEach
    void createOurContainer() {
        made = ours.created(root);
        asMade = ours.engine().find(made.id()).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        ours.close();
    }

    @Test
    void containerCreatedWithoutDcmIsNotListed() {
        try (GenericContainer<?> foreign = foreign()) {
            foreign.start();

            assertOnlyOurContainerIsListed();
        }
    }

    @Test
    void containerOfAnotherInstallationIsNeitherListedNorRemoved() throws IOException {
        try (DockerInstallation others = new DockerInstallation()) {
            NewContainer theirs = others.created(root);

            assertOnlyOurContainerIsListed();
            assertThat(ours.engine().find(theirs.id())).isEmpty();
            ours.engine().remove(theirs.id());
            assertThat(others.engine().find(theirs.id())).isPresent();
        }
    }

    @Test
    void containerFromAnImageCommittedOutsideDcmIsNotListed() {
        String image = ours.docker()
                .commitCmd(ours.nameOf(made.id()))
                .withRepository("dcm-test/committed")
                .withTag(made.id().value())
                .exec();
        try {
            String byHand = ours.docker().createContainerCmd(image).exec().getId();
            try {
                assertThat(ours.docker()
                                .inspectContainerCmd(byHand)
                                .exec()
                                .getConfig()
                                .getLabels())
                        .as("the labels inherited from the image")
                        .containsEntry("dcm.container", made.id().value());
                assertOnlyOurContainerIsListed();
            } finally {
                ours.docker().removeContainerCmd(byHand).withForce(true).exec();
            }
        } finally {
            ours.docker().removeImageCmd(image).withForce(true).exec();
        }
    }

    @Test
    void startOnThePortOfAForeignContainerIsRejectedAsPortTaken() {
        try (GenericContainer<?> foreign = foreign()) {
            foreign.withCreateContainerCmdModifier(create -> create.withExposedPorts(SSH)
                    .getHostConfig()
                    .withPortBindings(new PortBinding(binding(made.ssh()), SSH)));
            foreign.start();

            assertThatThrownBy(() -> ours.engine().start(made.id())).isInstanceOf(EngineException.PortTaken.class);
        }
    }

    @Test
    void startOnThePortOfAnotherProgramIsRejectedAsPortTaken() throws IOException {
        InetAddress address = InetAddress.getByName(made.ssh().address());
        try (ServerSocket program = new ServerSocket(made.ssh().port().value(), 1, address)) {
            assertThat(program.isBound()).isTrue();

            assertThatThrownBy(() -> ours.engine().start(made.id())).isInstanceOf(EngineException.PortTaken.class);
        }
    }

    private void assertOnlyOurContainerIsListed() {
        assertThat(ours.engine().list()).containsExactly(asMade);
        assertThat(ours.engine().count()).isEqualTo(1);
    }

    /** A container that DCM did not create. It is in DCM's network, because the engine may have no other. */
    private GenericContainer<?> foreign() {
        return new GenericContainer<>(DockerInstallation.IMAGE)
                .withImagePullPolicy(name -> false)
                .withNetworkMode(ours.networkOf(made.owner()))
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("/usr/bin/tini", "--"))
                .withCommand("sleep", "600");
    }

    private static Ports.Binding binding(SshEndpoint ssh) {
        return Ports.Binding.bindIpAndPort(ssh.address(), ssh.port().value());
    }
}
