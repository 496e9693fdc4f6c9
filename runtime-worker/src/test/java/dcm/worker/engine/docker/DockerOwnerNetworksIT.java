package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.preset.PresetOptions;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import dcm.worker.engine.docker.DockerOwnerNetworks.Sizes;
import dcm.worker.storage.ContainerLogins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of owners with more containers than their first network has addresses, with networks of 5 and 13 containers. */
class DockerOwnerNetworksIT {
    private static final Sizes SIZES = new Sizes(29, 28);
    private static final int IN_FIRST = 5;
    /** A pool that no other test uses, because a test here fills it. */
    private static final String NETWORKS = "10.218.0.0/16";

    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");

    @TempDir
    private Path root;

    private DockerInstallation installation;

    @BeforeEach
    void open() throws IOException {
        installation =
                new DockerInstallation(ContainerLogins.of(new HostName("n1"), root.resolve("logins")), NETWORKS, SIZES);
    }

    @AfterEach
    void close() throws IOException {
        installation.close();
    }

    @Test
    void ownerWithFewContainersHasOneNetwork() {
        List<NewContainer> made = created(ANN, IN_FIRST);

        assertThat(made).allSatisfy(container -> assertThat(networks(container)).containsOnlyKeys(first(ANN)));
        assertThat(networks()).containsExactly(first(ANN));
    }

    @Test
    void containersBeforeAndAfterTheFirstNetworkIsFullFindAndReachEachOther() {
        List<NewContainer> early = created(ANN, IN_FIRST);
        NewContainer stopped = early.get(1);
        early.stream().filter(container -> container != stopped).forEach(this::start);
        String routeBefore = inside(early.getFirst(), "ip route show default");

        NewContainer late = created(ANN, "late");
        start(late);
        start(stopped);

        assertThat(networks(late)).containsOnlyKeys(large(ANN));
        assertThat(early)
                .allSatisfy(container -> assertThat(networks(container)).containsOnlyKeys(first(ANN), large(ANN)));
        for (NewContainer container : early) {
            // An SSH server that gets another network is restarted in the background.
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(login(container, "late")).isEqualTo("late");
                assertThat(login(late, container.spec().name().value()))
                        .isEqualTo(container.spec().name().value());
            });
        }
        assertThat(inside(early.getFirst(), "ip route show default"))
                .as("the default route, and with it published ports")
                .isEqualTo(routeBefore)
                .startsWith("default");
        assertThat(inside(stopped, "ip route show default")).isEqualTo(routeBefore);
    }

    @Test
    void containersBeyondTheLargeNetworkAreRefusedByTheEngine() {
        List<NewContainer> all = created(ANN, SIZES.maxContainers() + 1);

        all.stream()
                .limit(SIZES.maxContainers())
                .forEach(container -> installation.engine().start(container.id()));

        assertThat(installation.engine().maxContainersPerOwner()).isEqualTo(13);
        assertThatThrownBy(() -> installation.engine().start(all.getLast().id()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no available IPv4 addresses");
    }

    @Test
    void containersCreatedAtTheSameTimeAllJoinTheLargeNetwork() throws Exception {
        installation.engine().ensureNetwork(ANN);
        List<Future<NewContainer>> creates = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 10).forEach(n -> creates.add(threads.submit(() -> created(ANN, "c" + n))));
        }

        for (Future<NewContainer> create : creates) {
            assertThat(networks(create.get())).containsKey(large(ANN));
            installation.engine().start(create.get().id());
        }
    }

    @Test
    void containersThatAnInterruptedWorkerDidNotAttachAreAttachedByTheNext() {
        List<NewContainer> all = created(ANN, IN_FIRST + 1);
        NewContainer forgotten = all.getFirst();
        installation
                .docker()
                .disconnectFromNetworkCmd()
                .withNetworkId(large(ANN))
                .withContainerId(installation.nameOf(forgotten.id()))
                .exec();
        assertThat(networks(forgotten)).containsOnlyKeys(first(ANN));

        installation.anotherEngine(SIZES).ensureNetwork(ANN);

        assertThat(networks(forgotten)).containsOnlyKeys(first(ANN), large(ANN));
    }

    @Test
    void freedAddressesOfTheFirstNetworkAreUsedAgain() {
        for (int n = 0; n < 2 * IN_FIRST; n++) {
            installation.engine().remove(created(ANN, "c" + n).id());
        }

        assertThat(networks()).containsExactly(first(ANN));
    }

    @Test
    void subnetsOfOwnersDoNotOverlap() {
        created(ANN, IN_FIRST + 1);
        created(BOB, IN_FIRST + 1);

        List<String> subnets =
                installation.docker().listNetworksCmd().withNameFilter("dcm-" + installation.name()).exec().stream()
                        .map(network -> network.getIpam().getConfig().getFirst().getSubnet())
                        .toList();

        assertThat(subnets).hasSize(4).doesNotHaveDuplicates();
        assertThat(subnets).filteredOn(subnet -> subnet.endsWith("/28")).hasSize(2);
    }

    @Test
    void bothNetworksAreRemoved() {
        created(ANN, IN_FIRST + 1);
        installation.engine().list().stream().map(EngineContainer::id).forEach(installation.engine()::remove);

        installation.engine().removeNetwork(ANN);

        assertThat(networks()).isEmpty();
    }

    @Test
    void networksWithoutContainersMakeRoomInAFullPool() {
        leaveOneSubnet();
        NewContainer container = created(ANN, "web");

        assertThatThrownBy(() -> installation.engine().ensureNetwork(BOB))
                .isInstanceOf(EngineException.AddressesTaken.class)
                .hasMessageContaining("All /29 subnets of 10.");
        assertThat(networks()).contains(first(ANN)); // its container is stopped

        installation.engine().remove(container.id());
        created(BOB, "web");
        assertThat(networks()).contains(first(BOB)).doesNotContain(first(ANN));
        assertThatThrownBy(() -> created(ANN, "web")).isInstanceOf(EngineException.AddressesTaken.class);
    }

    /** Takes all addresses of the pool but the first eight. */
    private void leaveOneSubnet() {
        for (int bit = 3; bit < 16; bit++) {
            int address = 1 << bit;
            installation
                    .docker()
                    .createNetworkCmd()
                    .withName("dcm-" + installation.name() + "-taken-" + bit)
                    .withLabels(Map.of(DockerNames.INSTALLATION, installation.name()))
                    .withIpam(new Ipam()
                            .withConfig(new Ipam.Config()
                                    .withSubnet(NETWORKS.replace(
                                            "0.0/16", (address >> 8) + "." + (address & 0xff) + "/" + (32 - bit)))))
                    .exec();
        }
    }

    private List<NewContainer> created(OwnerName owner, int count) {
        return IntStream.range(0, count).mapToObj(n -> created(owner, "c" + n)).toList();
    }

    private NewContainer created(OwnerName owner, String name) {
        return installation.created(root, owner, name, PresetOptions.NONE);
    }

    private void start(NewContainer container) {
        installation.engine().start(container.id());
        await("the SSH server of " + container.spec().name())
                .atMost(Duration.ofSeconds(60))
                .until(() -> installation.engine().hostKey(container.id()).isPresent()
                        && login(container, "localhost")
                                .equals(container.spec().name().value()));
    }

    private String login(NewContainer from, String name) {
        return inside(from, "ssh -o BatchMode=yes -o ConnectTimeout=10 " + name + " hostname");
    }

    private String inside(NewContainer container, String command) {
        StringBuilder output = new StringBuilder();
        String exec = installation
                .docker()
                .execCreateCmd(installation.nameOf(container.id()))
                .withCmd("sh", "-c", command + " 2>&1")
                .withAttachStdout(true)
                .exec()
                .getId();
        try {
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
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output.toString().strip();
    }

    private Map<String, ContainerNetwork> networks(NewContainer container) {
        return installation
                .docker()
                .inspectContainerCmd(installation.nameOf(container.id()))
                .exec()
                .getNetworkSettings()
                .getNetworks();
    }

    private List<String> networks() {
        return installation.docker().listNetworksCmd().withNameFilter("dcm-" + installation.name()).exec().stream()
                .map(Network::getName)
                .toList();
    }

    private String first(OwnerName owner) {
        return installation.networkOf(owner);
    }

    private String large(OwnerName owner) {
        return first(owner) + ".large";
    }
}
