package dcm.projection;

import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.identity.Actor;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Protocol;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events about the containers of an owner, as admission records them. */
record ContainerHistory(OwnerName owner) {
    /** Different for each account. */
    ContainerId id(String name) {
        return ContainerId.of(IntentId.ofKey(Actor.account(owner), name));
    }

    ContainerPlaced placed(String name) {
        return new ContainerPlaced(
                IntentId.ofKey(Actor.account(owner), name),
                id(name),
                new ContainerName(name),
                new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "0".repeat(64))),
                new Limits(500, 1024, 256, null),
                new HostName("n1"),
                1,
                1,
                Instant.now().plusSeconds(60),
                List.of(new ContainerPort(new PortNumber(8080), Protocol.TCP)),
                null,
                new Settings(Map.of(), List.of(), null, Map.of("user.course", name), null),
                null,
                null,
                List.of());
    }

    ContainerStarted started(String name) {
        return new ContainerStarted(
                null,
                id(name),
                1,
                new SshEndpoint("192.0.2.7", new PortNumber(31_001)),
                List.of(new PublishedPort("192.0.2.8", new ContainerPort(new PortNumber(8080), Protocol.TCP))),
                null,
                Instant.now());
    }

    ContainerStopped stopped(String name) {
        return new ContainerStopped(null, id(name), null, 0, false, null);
    }
}
