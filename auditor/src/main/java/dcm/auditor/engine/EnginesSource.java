package dcm.auditor.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.auditor.engine.AuditedEngines.UnreadHost;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the engine of this machine with the {@code docker} command, and those of other machines through their workers. */
public final class EnginesSource {
    private final String installation;
    private final EngineSource here;
    private final HostName hereName;
    private final RemoteEngines others;

    /** @param hereName the host whose engine {@code here} reads */
    public EnginesSource(String installation, EngineSource here, HostName hereName, RemoteEngines others) {
        this.installation = installation;
        this.here = here;
        this.hereName = hereName;
        this.others = others;
    }

    /** Reads the engines of all hosts. A host that cannot be read does not stop the others. */
    public AuditedEngines read(List<HostSnapshot> hosts) throws InterruptedException {
        List<AuditedEngine> read = new ArrayList<>();
        List<UnreadHost> unread = new ArrayList<>();
        read.add(here.read());
        for (HostSnapshot host : hosts) {
            if (!host.name().equals(hereName)) {
                try {
                    read.add(read(host));
                } catch (IOException e) {
                    unread.add(new UnreadHost(host.name(), String.valueOf(e.getMessage())));
                }
            }
        }
        return new AuditedEngines(
                read, unread, hosts.stream().map(HostSnapshot::name).collect(Collectors.toUnmodifiableSet()));
    }

    private AuditedEngine read(HostSnapshot host) throws IOException, InterruptedException {
        String url = host.report().url();
        if (url == null) {
            throw new IOException("its worker has reported no address");
        }
        JsonNode shown = others.read(host.name(), url);
        List<JsonNode> containers = shown.path("containers").valueStream().toList();
        Map<String, JsonNode> images = shown.path("images")
                .valueStream()
                .collect(Collectors.toMap(image -> image.path("Id").asText(), image -> image, (one, same) -> one));
        return ContainerInspection.engine(
                installation,
                host.name().value(),
                shown.path("defaultRuntime").asText(),
                containers,
                images,
                shown.path("imageTags").valueStream().map(JsonNode::asText).toList());
    }
}
