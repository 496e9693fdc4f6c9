package dcm.worker.engine;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class FakeEngineTest extends EngineContract {
    private static final Path NOWHERE = Path.of("/nowhere");

    private FakeEngine fake;

    @Override
    protected Engine engine() {
        fake = new FakeEngine();
        return fake;
    }

    @Override
    protected NewContainer container(ContainerId id, ContainerSpec spec, SshEndpoint ssh) {
        return new NewContainer(id, ANN, spec, ssh, published(spec), NOWHERE, NOWHERE, NOWHERE, null, List.of());
    }

    private static List<PublishedPort> published(ContainerSpec spec) {
        return spec.ports().stream()
                .map(port -> new PublishedPort("127.0.0.1", port))
                .toList();
    }

    @Override
    protected void stopExternally(ContainerId id) {
        fake.exitFirstProcess(id, 137);
    }

    @AfterEach
    void close() {
        fake.close();
    }
}
