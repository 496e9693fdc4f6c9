package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.SwarmMode;
import dcm.contract.preset.PresetOptions;
import dcm.contract.report.ContainerStatus;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import dcm.worker.engine.SwarmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests owners' networks across hosts with an engine that is the manager of a swarm. */
class DockerOverlaysIT {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");

    @TempDir
    private static Path directory;

    private static SwarmEngine engine;

    private DockerInstallation ours;
    private DockerOverlays networks;

    @TempDir
    private Path root;

    @BeforeAll
    static void startEngine() throws Exception {
        // The root of containers is another user here, and must reach the engine's data.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        engine = new SwarmEngine(directory, DockerInstallation.IMAGE);
    }

    @AfterAll
    static void stopEngine() throws Exception {
        engine.close();
    }

    @BeforeEach
    void open() {
        ours = new DockerInstallation(engine.host(), SwarmMode.ON);
        networks = new DockerOverlays(engine.host(), ours.name(), SwarmMode.ON);
    }

    @AfterEach
    void close() throws IOException {
        ours.engine().list().forEach(container -> ours.engine().remove(container.id()));
        removes(ANN);
        ours.close();
    }

    /** A container that has just stopped may still use its network. */
    private void removes(OwnerName owner) {
        await("the removal")
                .atMost(Duration.ofSeconds(30))
                .ignoreException(EngineException.class)
                .until(() -> networks.remove(owner));
    }

    @Test
    void managerIsRecognized() {
        assertThat(networks.state()).isEqualTo(new SwarmState(true, true, ""));
    }

    @Test
    void networksOfThisInstallationAreListedUntilTheyAreRemoved() {
        DockerOverlays others = new DockerOverlays(engine.host(), "it-other", SwarmMode.ENCRYPTED);
        networks.create(ANN);
        networks.create(BOB);
        others.create(ANN);

        // A swarm lists a network a moment after its creation.
        await("both networks").untilAsserted(() -> assertThat(networks.owners()).containsExactlyInAnyOrder(ANN, BOB));
        assertThat(networks.remove(BOB)).isTrue();
        removes(BOB);
        await("one network").untilAsserted(() -> assertThat(networks.owners()).containsExactly(ANN));
        assertThat(others.remove(ANN)).isTrue();
    }

    @Test
    void startedContainerHasASecondNetworkWithItsNameAndNoPathToTheSharedGatewayNetwork() throws Exception {
        networks.create(ANN);
        NewContainer web = ours.created(root);

        ours.engine().start(web.id());

        assertThat(
                        inspect(
                                web,
                                "{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{index $n.Aliases 0}}{{println}}{{end}}"))
                .isEqualTo("dcm-%1$s-ann web\ndcm_%1$s_ann_hosts web".formatted(ours.name()));
        assertThat(engine.docker("exec", ours.nameOf(web.id()), "ip", "route", "show", "default"))
                .contains("dev eth0");
        assertThat(engine.docker(
                        "network", "inspect", "docker_gwbridge", "--format", "{{range .Containers}}{{.Name}}{{end}}"))
                .isEqualTo("gateway_ingress-sbox");
        assertThat(networks.remove(ANN)).as("removed while it is in use").isFalse();
    }

    @Test
    void containerOfANetworkThatWasCreatedAnewIsStartedInTheNewOne() throws Exception {
        networks.create(ANN);
        NewContainer web = ours.created(root);
        ours.engine().start(web.id());
        ours.engine().stop(web.id(), Duration.ZERO);
        removes(ANN);
        createsAgain(ANN);

        ours.engine().start(web.id());

        assertThat(inspect(
                        web,
                        "{{(index .NetworkSettings.Networks \"dcm_%s_ann_hosts\").IPAddress}}".formatted(ours.name())))
                .startsWith("10.");
    }

    @Test
    void containerIsStartedWithoutTheNetworkWhenTheSwarmWasTurnedOff() {
        networks.create(ANN);
        NewContainer web = ours.created(root);
        ours.engine().start(web.id());
        ours.engine().stop(web.id(), Duration.ZERO);
        removes(ANN);
        DockerEngine off = new DockerEngine(engine.host(), ours.name(), "10.222.0.0/16");

        off.start(web.id());

        assertThat(off.find(web.id()).orElseThrow().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void startWithoutANetworkFailsAfterAWait() {
        NewContainer web = ours.created(root, BOB, "web", PresetOptions.NONE);

        assertThatThrownBy(() -> ours.engine().start(web.id()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("_bob_hosts");
    }

    /** The removal ends some time after the answer. */
    private void createsAgain(OwnerName owner) {
        await("the network").atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            networks.create(owner);
            return true;
        });
    }

    private String inspect(NewContainer container, String format) throws Exception {
        return engine.docker("inspect", "--format", format, ours.nameOf(container.id()));
    }
}
