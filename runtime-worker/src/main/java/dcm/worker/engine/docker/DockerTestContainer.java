package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.BaseImageStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A container in which a base image is tested, with a network of its own. It has no owner and is not listed among the
 * installation's containers. It replaces the container of an earlier attempt.
 */
final class DockerTestContainer implements BaseImageStore.TestContainer {
    private static final ExposedPort SSH = ExposedPort.tcp(22);
    private static final String KEYS = "/etc/dcm/keys";

    private final DockerClient docker;
    private final DockerNetworks networks;
    private final String name;
    private final String network;
    private final String address;

    private DockerTestContainer(
            DockerClient docker, DockerNetworks networks, String name, String network, String address) {
        this.docker = docker;
        this.networks = networks;
        this.name = name;
        this.network = network;
        this.address = address;
    }

    static DockerTestContainer start(
            DockerClient docker,
            DockerNetworks networks,
            DockerNames names,
            LayerLimit layers,
            ImageDigest image,
            String address,
            String user,
            PublicKey acceptedKey) {
        String name = names.testContainer(image);
        String network = names.testNetwork(image);
        DockerTestContainer container = new DockerTestContainer(docker, networks, name, network, address);
        container.close();
        networks.ensure(network, Map.of(DockerNames.INSTALLATION, names.installation()));
        HostConfig shape = DockerContainerTemplate.bare(layerBytes(docker, layers, image))
                .withNetworkMode(network)
                .withPortBindings(new PortBinding(Ports.Binding.bindIp(address), SSH))
                .withTmpFs(Map.of("/root", "mode=0755", "/home/" + user, "mode=0755"));
        try {
            docker.createContainerCmd(image.value())
                    .withName(name)
                    .withLabels(Map.of(DockerNames.INSTALLATION, "")) // the image may have a DCM label
                    .withEnv("DCM_USER=" + user, "DCM_CONTAINER=" + name)
                    .withExposedPorts(SSH)
                    .withHealthcheck(DockerContainerTemplate.NO_HEALTH_CHECK)
                    .withHostConfig(shape)
                    .exec();
            container.write(acceptedKey.line() + "\n", "");
            docker.startContainerCmd(name).exec();
            return container;
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    private static @Nullable Long layerBytes(DockerClient docker, LayerLimit layers, ImageDigest image) {
        return layers.bytes(
                        DockerContainerTemplate.BARE_LAYER,
                        () -> Objects.requireNonNullElse(
                                docker.inspectImageCmd(image.value()).exec().getSize(), 0L))
                .orElse(null);
    }

    @Override
    public SshEndpoint ssh() {
        Ports.Binding[] bound =
                inspect().getNetworkSettings().getPorts().getBindings().get(SSH);
        // An exited container has no port; nothing listens on port 1.
        String port = bound == null || bound.length == 0 ? "1" : bound[0].getHostPortSpec();
        return new SshEndpoint(address, new PortNumber(Integer.parseInt(port)));
    }

    @Override
    public boolean isRunning() {
        return Boolean.TRUE.equals(inspect().getState().getRunning());
    }

    private InspectContainerResponse inspect() {
        return docker.inspectContainerCmd(name).exec();
    }

    @Override
    public void revoke(PublicKey key) {
        write("", key.line() + "\n");
    }

    /** Writes both key files with the container's root as owner. */
    private void write(String acceptedKey, String revokedKey) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "authorized_keys", acceptedKey);
            add(tar, "RevokedKeys", revokedKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        docker.copyArchiveToContainerCmd(name)
                .withRemotePath("/")
                .withTarInputStream(new ByteArrayInputStream(bytes.toByteArray()))
                .exec();
    }

    private static void add(TarArchiveOutputStream tar, String file, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(KEYS.substring(1) + "/" + file);
        entry.setSize(content.length);
        entry.setMode(0100644);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Override
    public String lastOutput() {
        return DockerLogTail.of(docker, name);
    }

    @Override
    public void close() {
        try {
            docker.removeContainerCmd(name)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException none) {
            // already absent
        } finally {
            networks.remove(network);
        }
    }
}
